"""The demo from a clean clone: ready, answers, lets a clerk in, stops without a trace, starts again at once."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
FIRST_START = 300
SECOND_START = 30
STOP = 60


def main() -> None:
    """Prints what it measured; any surprise is an exception."""
    with tempfile.TemporaryDirectory(prefix="jiedao clone ") as scratch:
        clone = Path(scratch) / "a clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        port = _free_port()
        for limit in (FIRST_START, SECOND_START):
            demo, seconds = _start(clone, scratch, port, limit)
            print(f"ready after {seconds:.1f} s")
            try:
                _look(f"http://127.0.0.1:{port}")
            finally:
                _stop(demo)
            _nothing_left(clone)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _start(clone: Path, elsewhere: str, port: int, limit: float) -> tuple[subprocess.Popen[str], float]:
    begun = time.monotonic()
    command = [clone / "bin" / "demo", "--port", str(port)]
    demo = subprocess.Popen(
        command, cwd=elsewhere, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    assert demo.stdout is not None
    for line in demo.stdout:
        print("   ", line, end="")
        if line.startswith("ready:"):
            assert line == f"ready: http://127.0.0.1:{port}/\n"
            seconds = time.monotonic() - begun
            assert seconds < limit, f"took {seconds:.0f} s"
            return demo, seconds
    raise AssertionError(f"the demo ended with {demo.wait()} before it was ready")


def _look(base: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/healthz", "/readyz", "/"):
        assert opener.open(base + path, timeout=30).status == 200, path
    login = {"username": "economy_clerk", "password": os.environ.get("DEMO_PASSWORD", "jiedao-demo-2026")}
    request = urllib.request.Request(f"{base}/api/v1/token/", json.dumps(login).encode())
    request.add_header("Content-Type", "application/json")
    assert json.load(opener.open(request, timeout=30))["token"]


def _stop(demo: subprocess.Popen[str]) -> None:
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(STOP) == 0
    assert demo.stdout is not None
    demo.stdout.close()


def _nothing_left(clone: Path) -> None:
    left = [
        process.info
        for process in psutil.process_iter(["pid", "cwd", "cmdline"])
        if str(clone) in str(process.info)
    ]
    assert not left, left


if __name__ == "__main__":
    sys.exit(main())
