"""PostgreSQL 18 on a unix socket, for one data folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from portal.embedded import account, processes
from portal.embedded.errors import EmbeddedError
from portal.embedded.folder import DataFolder

NAME = "jiedao"
VERSION = "18"
SETTINGS = {
    "listen_addresses": "",
    "cluster_name": NAME,
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
}
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def running(folder: DataFolder) -> bool:
    """A server works on this folder."""
    return processes.serving(_pid_file(folder)) is not None


def url(folder: DataFolder) -> str:
    """Its address in the form of DATABASE_URL."""
    password = folder.secrets()["POSTGRES_PASSWORD"]
    return f"postgresql://{NAME}:{quote(password)}@/{NAME}?host={quote(_sockets(folder), safe='')}"


def start(folder: DataFolder, *, durable: bool = True) -> None:
    """Start the server, making the database first where there is none; returns when it answers."""
    if not _made(folder):
        _make(folder, durable)
    _clear_remains(folder)
    settings = SETTINGS if durable else SETTINGS | THROWAWAY
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = _launch(folder, ["postgres", "-D", _place(folder), "-k", _sockets(folder), *options])
    try:
        _await_answer(folder, server)
        _ensure_database(folder)
    except BaseException:
        _shut_down(psutil.Process(server.pid))
        server.wait()
        raise


def stop(folder: DataFolder) -> None:
    """Stop it cleanly: clients are cut off, everything committed is on disk."""
    server = processes.serving(_pid_file(folder))
    if server is not None:
        _shut_down(server)


def _shut_down(server: psutil.Process) -> None:
    """PostgreSQL's fast shutdown, asked for every second of a minute.

    One request may be lost: a shell that starts us in the background lets us ignore SIGINT, and the server inherits
    that until it has come to set its own handlers.
    """
    for _ in range(60):
        if processes.end([server], signal.SIGINT, patience=1):
            return
    # The next start recovers from the write-ahead log: nothing committed is lost.
    processes.end([server], signal.SIGQUIT, patience=10)


def _pid_file(folder: DataFolder) -> Path:
    return folder.postgres / "postmaster.pid"


def _sockets(folder: DataFolder) -> str:
    return os.readlink(folder.socket_link)


def _place(folder: DataFolder) -> str:
    """The folder as the server names it.

    As root the server is another account, which must not need the parent folders opened: it starts inside its
    folder and calls it by its working directory.
    """
    return "/proc/self/cwd" if account.is_root() else str(folder.postgres)


def _launch(folder: DataFolder, command: list[str]) -> subprocess.Popen[bytes]:
    """Run one of PostgreSQL's programs in the folder, writing to its log, beyond the reach of Ctrl-C."""
    program = account.binaries() / command[0]
    with (folder.log / "postgres.log").open("ab") as log:
        return subprocess.Popen(
            [program, *command[1:]],
            cwd=folder.postgres,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            **account.identity(),
        )


def _made(folder: DataFolder) -> bool:
    """Whether the folder holds a finished database of our version; refuses another version's."""
    path = folder.postgres / "PG_VERSION"
    if not path.exists() or not (folder.path / "postgres.made").exists():
        return False
    found = path.read_text().strip()
    if found != VERSION:
        raise EmbeddedError(f"数据文件夹是 PostgreSQL {found} 的，这里的程序是 {VERSION} 版，请先转换数据。")
    return True


def _make(folder: DataFolder, durable: bool) -> None:
    """`initdb`; what an interrupted one left behind is removed first."""
    if folder.postgres.exists():
        shutil.rmtree(folder.postgres)
    folder.postgres.mkdir(mode=0o700, exist_ok=True)
    account.hand_over(folder.postgres)
    with tempfile.NamedTemporaryFile("w", dir="/tmp") as password:
        password.write(folder.secrets()["POSTGRES_PASSWORD"])
        password.flush()
        account.hand_over(Path(password.name))
        made = _launch(
            folder,
            [
                "initdb",
                *("-D", _place(folder), "-U", NAME, f"--pwfile={password.name}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *([] if durable else ["--no-sync"]),
            ],
        ).wait()
    if made != 0:
        raise EmbeddedError(f"建立数据库失败：\n{folder.tail('postgres.log')}")
    (folder.path / "postgres.made").touch(mode=0o600)


def _clear_remains(folder: DataFolder) -> None:
    """After a killed server: end its last children and forget its number, which may be another process's now."""
    if not _pid_file(folder).exists():
        return
    processes.end(processes.working_in(folder.postgres, "postgres"), signal.SIGQUIT, patience=10)
    for remains in [_pid_file(folder), *Path(_sockets(folder)).glob(".s.PGSQL.*")]:
        remains.unlink()


def _await_answer(folder: DataFolder, server: subprocess.Popen[bytes]) -> None:
    """Wait for as long as the server lives: recovery after a power cut may take its time."""
    told, begun = False, time.monotonic()
    while not _answers(folder):
        if server.poll() is not None:
            raise EmbeddedError(f"PostgreSQL 没有启动：\n{folder.tail('postgres.log')}")
        if not told and time.monotonic() - begun > 5:
            print("PostgreSQL 正在恢复上次未正常关闭的数据，请稍候…", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.05)


def _connect(folder: DataFolder) -> psycopg2.extensions.connection:
    password = folder.secrets()["POSTGRES_PASSWORD"]
    return psycopg2.connect(host=_sockets(folder), user=NAME, password=password, dbname="postgres")


def _answers(folder: DataFolder) -> bool:
    try:
        _connect(folder).close()
    except psycopg2.OperationalError:
        return False
    return True


def _ensure_database(folder: DataFolder) -> None:
    connection = _connect(folder)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{NAME}"')
    connection.close()
