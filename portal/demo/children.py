"""Web, worker and beat as children of the demo: started together, watched, stopped without losing work."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal import embedded
from portal.demo.telling import Died, say
from portal.embedded.environment import ROOT
from portal.embedded.folder import DataFolder

WORKER = "celery -A portal worker --concurrency=2 --without-gossip --without-mingle --loglevel=INFO"
BEAT = "celery -A portal beat --pidfile= --loglevel=INFO"
WEB = "gunicorn --config portal/gunicorn_conf.py --bind"
SERVERS = {"DATABASE_URL": ("PostgreSQL", "postgres.log"), "REDIS_URL": ("Redis", "redis.log")}
LAST_WORDS = 40
LONGEST_LOG = 10_000_000  # bytes; a longer one is set aside at the next start


@dataclass(frozen=True)
class Child:
    """A process of ours, with the name that people know it by."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running(folder: DataFolder, address: str) -> Iterator[list[Child]]:
    """The three of them, for the time of the block."""
    children: list[Child] = []
    try:
        for name, log, command in [
            ("网页", "web.log", f"{WEB} {address}"),
            ("后台任务", "worker.log", WORKER),
            ("定时任务", "beat.log", BEAT),
        ]:
            children.append(_launch(name, folder.log / log, command.split()))
        yield children
    finally:
        _stop(children)


def check(folder: DataFolder, children: list[Child], own_servers: set[str]) -> None:
    """Raise `Died` when a child or an embedded server is gone."""
    for variable in own_servers - embedded.running(folder.path):
        name, log = SERVERS[variable]
        raise Died(_obituary(name, folder.log / log))
    for child in children:
        if child.process.poll() is not None:
            raise Died(_obituary(child.name, child.log))


def _obituary(name: str, log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    end = "\n".join(text.splitlines()[-15:])
    return f"{name}意外停止，演示随之停止。日志 {log} 的末尾：\n{end}"


def _launch(name: str, log: Path, command: list[str]) -> Child:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    return Child(name, log, process)


def _die_with_parent() -> None:
    """Should the demo be killed outright, its children are told to stop."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _stop(children: list[Child]) -> None:
    """Ask all to finish what they do; after a while, end what is left."""
    for child in reversed(children):
        child.process.terminate()
    deadline = time.monotonic() + LAST_WORDS
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{child.name}没有按时停止，已强制结束；未做完的任务下次启动后重做。")
        _end_group(child.process.pid)
        child.process.wait()


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
