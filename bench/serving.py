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
    """Milliseconds of one address, and of the yardstick that was asked in turn with it."""

    p50: float
    p95: float
    bytes: int
    yardstick: float

    @property
    def ratio(self) -> float:
        """How many times the yardstick."""
        return self.p50 / self.yardstick


@contextmanager
def served(environment: dict[str, str], workers: int = 2) -> Iterator[int]:
    """The portal on a free port, under its own gunicorn settings, with `bench.settings`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "portal/gunicorn_conf.py", "--workers", str(workers),
               "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def measure(port: int, address: str, *, count: int = 200, method: str = "GET", headers: dict[str, str] | None = None,
            body: bytes = b"", expect: int = 200, against: str = "/oneq") -> Timing:  # fmt: skip
    """Ask `count` times after a warm-up, each time with the yardstick beside it, so that a machine which slows
    down meanwhile slows both; refuses an answer with another status."""
    lines = [f"{method} {address} HTTP/1.0", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = "\r\n".join([*lines, "", ""]).encode() + body
    yardstick = f"GET {against} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
    times, beside = [], []
    for turn in range(-30, count):
        beside.append(_timed(port, yardstick, 200)[0])
        spent, size = _timed(port, request, expect)
        if turn >= 0:
            times.append(spent)
    p95 = statistics.quantiles(times, n=20)[-1]
    return Timing(statistics.median(times), p95, size, statistics.median(beside[30:]))


def _timed(port: int, request: bytes, expect: int) -> tuple[float, int]:
    began = time.perf_counter()
    size = _ask(port, request, expect)
    return (time.perf_counter() - began) * 1000, size


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
