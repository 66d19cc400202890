"""Real PostgreSQL and Redis from wheels, for a machine on which neither address is given.

Each data folder has servers of its own, reached through unix sockets with a password. Several processes may
use them at a time: the first starts them, the last one to leave stops them, however each of them ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.embedded import account, postgres, redis
from portal.embedded.errors import EmbeddedError
from portal.embedded.folder import DataFolder

__all__ = [
    "DataFolder",
    "EmbeddedError",
    "Services",
    "addresses",
    "running",
    "start",
    "stop",
    "using",
    "wanted",
]

SERVERS = {"DATABASE_URL": postgres, "REDIS_URL": redis}


@dataclass(frozen=True)
class Services:
    """Addresses of database and Redis, and which of the two servers this call started."""

    database_url: str
    redis_url: str
    started: frozenset[str]


def start(data: Path, *, durable: bool = True) -> Services:
    """Start what is not running and keep it running until `stop`. Addresses set in the environment win."""
    folder = DataFolder(data.resolve())
    folder.prepare()
    with folder.starting():
        folder.kept.touch(mode=0o600)
        return _start_missing(folder, durable)


def stop(data: Path) -> None:
    """Stop the servers of this folder, whoever uses them."""
    folder = DataFolder(data.resolve())
    if folder.path.exists() and folder.is_ours():
        with folder.starting():
            folder.kept.unlink(missing_ok=True)
            _stop_all(folder)


def running(data: Path) -> set[str]:
    """The names (`DATABASE_URL`, `REDIS_URL`) whose embedded server is alive."""
    folder = DataFolder(data.resolve())
    return {name for name, server in SERVERS.items() if server.running(folder)}


def wanted() -> set[str]:
    """The servers for which the environment names no address."""
    return {name for name in SERVERS if not os.environ.get(name)}


def addresses(data: Path) -> tuple[str, str]:
    """Addresses of database and Redis: those of the environment, else the embedded servers'."""
    folder = DataFolder(data.resolve())
    return (
        os.environ.get("DATABASE_URL") or postgres.url(folder),
        os.environ.get("REDIS_URL") or redis.url(folder),
    )


@contextmanager
def using(data: Path, *, durable: bool = True, patience: float = 0) -> Iterator[Services]:
    """The servers, for the time of the block.

    At its end they are stopped, unless another process uses them still. Whoever started them waits `patience`
    seconds for the others and then stops them all the same (0: leaves them to the others).
    """
    if not wanted():
        yield Services(*addresses(data), frozenset())
        return
    folder = DataFolder(data.resolve())
    folder.prepare()
    with (folder.path / "users.lock").open("w") as users:
        services = None
        try:
            with folder.starting():
                fcntl.flock(users, fcntl.LOCK_SH)
                services = _start_missing(folder, durable)
            yield services
        finally:
            _leave(folder, users, patience if services and services.started else 0)


def _leave(folder: DataFolder, users: IO[str], patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        late = patience > 0 and time.monotonic() >= deadline
        with folder.starting():
            if folder.kept.exists():
                return
            if late or _last(users):
                _stop_all(folder)
                return
        if not patience:
            return
        time.sleep(0.2)


def _last(users: IO[str]) -> bool:
    """Whether nobody else holds the lock; ours becomes exclusive then."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start_missing(folder: DataFolder, durable: bool) -> Services:
    alive = running(folder.path)
    missing = wanted() - alive
    if missing and not (alive and folder.socket_link.is_dir()):
        # Sockets that somebody swept away cannot be made again by a living server.
        _stop_all(folder)
        _make_socket_folder(folder)
        missing = wanted()
    for name in missing:
        SERVERS[name].start(folder, durable=durable)
    return Services(*addresses(folder.path), frozenset(missing))


def _stop_all(folder: DataFolder) -> None:
    for server in reversed(SERVERS.values()):
        server.stop(folder)
    _remove_socket_folder(folder)


def _make_socket_folder(folder: DataFolder) -> None:
    """A short, closed folder: the data folder's own path may be longer than a socket's may be."""
    _remove_socket_folder(folder)
    # As root, TMPDIR may be closed to the server's account.
    base = "/tmp" if account.is_root() or len(tempfile.gettempdir()) > 60 else tempfile.gettempdir()
    sockets = Path(tempfile.mkdtemp(prefix="jiedao-", dir=base))
    account.hand_over(sockets)
    folder.socket_link.symlink_to(sockets)


def _remove_socket_folder(folder: DataFolder) -> None:
    with suppress(FileNotFoundError):
        sockets = Path(os.readlink(folder.socket_link))
        if sockets.name.startswith("jiedao-") and sockets.stat().st_uid == account.owner():
            shutil.rmtree(sockets, ignore_errors=True)
    folder.socket_link.unlink(missing_ok=True)
