"""Starts database, Redis, web, worker and beat; says so when one of them dies; stops all that it started."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from portal import embedded
from portal.demo import children
from portal.demo.preparing import prepare
from portal.demo.readiness import await_ready
from portal.demo.telling import CannotStart, Died, accounts, say, table
from portal.embedded.environment import data_folder, environment
from portal.embedded.folder import MARKER, DataFolder

HOST = "127.0.0.1"
STAYS = {MARKER, "demo.lock"}


def main() -> int:
    """Exit code 0 after a signal, 2 when it cannot start, 1 when something died."""
    options = _options()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    folder = DataFolder(data_folder(options.data).resolve())
    try:
        _check_port(options.port)
        folder.prepare()
        with _alone(folder):
            if options.fresh:
                _empty(folder)
            _serve(folder, options.port)
    except (CannotStart, embedded.EmbeddedError) as refusal:
        say(str(refusal), sys.stderr)
        return 2
    except Died as death:
        say(str(death), sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="在本机运行带样例街道的门户。")
    parser.add_argument("--port", type=int, default=8000, help="网页端口（默认 8000）")
    parser.add_argument("--data", type=Path, help="数据文件夹（默认 JIEDAO_DATA，否则 var/）")
    parser.add_argument("--fresh", action="store_true", help="先清空该数据文件夹")
    return parser.parse_args()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """The first signal unwinds everything; later ones must not interrupt that."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    say("正在停止…")
    raise SystemExit(0)


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError):
            raise CannotStart(f"端口 {port} 不能使用（多半已被占用），请用 --port 换一个。") from None


@contextmanager
def _alone(folder: DataFolder) -> Iterator[None]:
    with (folder.path / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"数据文件夹 {folder.path} 已有一个演示在运行，请用 --data 换一个。") from None
        yield


def _empty(folder: DataFolder) -> None:
    """Remove everything in a folder that is known to be ours."""
    if os.environ.get("DATABASE_URL"):
        say("已设置 DATABASE_URL：--fresh 只清空数据文件夹，不动外部数据库。")
    say(f"正在清空 {folder.path}…")
    embedded.stop(folder.path)
    for entry in folder.path.iterdir():
        if entry.name not in STAYS:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    folder.prepare()


def _serve(folder: DataFolder, port: int) -> None:
    begun = time.monotonic()
    own_servers = embedded.wanted()
    say("正在启动数据库和 Redis…")
    with embedded.using(folder.path, patience=10) as services:
        os.environ.update(environment(folder.path, services.database_url, services.redis_url))
        prepare(folder, own_database="DATABASE_URL" in own_servers)
        say("正在启动网页、后台任务和定时任务…")
        with children.running(folder, f"{HOST}:{port}") as processes:
            await_ready(f"http://{HOST}:{port}/", lambda: children.check(folder, processes, own_servers))
            _tell_ready(folder, port, time.monotonic() - begun)
            while True:
                children.check(folder, processes, own_servers)
                time.sleep(0.5)


def _tell_ready(folder: DataFolder, port: int, seconds: float) -> None:
    from django.conf import settings

    say(f"ready: http://{HOST}:{port}/")
    say(f"用时 {seconds:.0f} 秒。演示账号，密码都是 {settings.DEMO_PASSWORD}：")
    say(table(accounts()))
    say(f"数据在 {folder.path}，日志在 {folder.log}。按 Ctrl-C 停止。")


if __name__ == "__main__":
    sys.exit(main())
