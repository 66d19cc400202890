"""How long `bin/demo` takes from a clean clone with a warm package cache, and the second time.

    python -m bench.start

Prints one JSON object per line: name, value, unit, target, ok.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from bench.api import tell
from bench.serving import ROOT

OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "JIEDAO_DATA")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="jiedao-start-") as scratch:
        clone = Path(scratch) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        tell("demo_first", ready_after(clone), "s", 90)
        tell("demo_again", ready_after(clone), "s", 8)


def ready_after(clone: Path) -> float:
    """Seconds until the demo says that it is ready; then it is stopped."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    began = time.monotonic()
    demo = subprocess.Popen(
        [clone / "bin" / "demo", "--port", port], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert demo.stdout is not None
    try:
        if not any(line.startswith("ready:") for line in demo.stdout):
            raise RuntimeError("the demo ended before it was ready")
        return time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.stdout.read()
        demo.wait(60)


if __name__ == "__main__":
    main()
