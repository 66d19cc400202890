"""A gunicorn with two sync workers, and a client that measures it: for the benches that speak HTTP."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one address, asked one request after another."""

    p50: float
    p95: float
    bytes: int


@contextmanager
def served(environment: dict[str, str], workers: int = 2) -> Iterator[int]:
    """The portal on a free port, with `bench.settings`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", str(workers), "--bind", f"127.0.0.1:{port}",
               "--log-level", "warning"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def measure(port: int, address: str, *, count: int = 300, method: str = "GET", headers: dict[str, str] | None = None,
            body: bytes = b"", expect: int = 200) -> Timing:  # fmt: skip
    """Ask `count` times after a warm-up; refuses an answer with another status."""
    lines = [f"{method} {address} HTTP/1.0", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = "\r\n".join([*lines, "", ""]).encode() + body
    for _ in range(30):
        _ask(port, request, expect)
    times = []
    for _ in range(count):
        began = time.perf_counter()
        size = _ask(port, request, expect)
        times.append((time.perf_counter() - began) * 1000)
    return Timing(statistics.median(times), statistics.quantiles(times, n=20)[-1], size)


def _ask(port: int, request: bytes, expect: int) -> int:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        answer = bytearray()
        while block := connection.recv(1 << 16):
            answer += block
    status = int(answer[9:12])
    if status != expect:
        raise RuntimeError(f"{request[:120]!r} answered {status}: {bytes(answer[-600:])!r}")
    return len(answer)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            _ask(port, b"GET /bare HTTP/1.0\r\nHost: localhost\r\n\r\n", 200)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not answer")
