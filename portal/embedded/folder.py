"""The data folder of a portal that brings its own servers: what is in it, whose it is, its secrets."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.errors import EmbeddedError

MARKER = ".jiedao"
OWN_NAMES = {MARKER, "files", "log", "static"}


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "PERSONAL_DATA_KEYS": lambda: f"k1:{_key()}",
    "PERSONAL_INDEX_KEY": _key,
    "AUDIT_SEAL_KEY": _key,
    "POSTGRES_PASSWORD": lambda: secrets.token_urlsafe(24),
    "REDIS_PASSWORD": lambda: secrets.token_urlsafe(24),
}


@dataclass(frozen=True)
class DataFolder:
    """One portal's data. Everything in it is closed to other accounts."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The database server's own folder."""
        return self.path / "postgres"

    @property
    def redis(self) -> Path:
        """The folder of Redis."""
        return self.path / "redis"

    @property
    def log(self) -> Path:
        """Where both servers write their logs."""
        return self.path / "log"

    @property
    def socket_link(self) -> Path:
        """Points to the short folder of the sockets: a socket's path is limited to 107 bytes."""
        return self.path / "run"

    @property
    def kept(self) -> Path:
        """There while the servers shall outlive their last user."""
        return self.path / "kept"

    def is_ours(self) -> bool:
        """The folder was made by this program, or holds only what its settings put there."""
        if (self.path / MARKER).exists():
            return True
        return not self.path.exists() or {entry.name for entry in self.path.iterdir()} <= OWN_NAMES

    def prepare(self) -> None:
        """Make the folder and its secrets; refuses a folder of something else or of somebody else."""
        try:
            if not self.is_ours():
                raise EmbeddedError(f"文件夹 {self.path} 里有别的内容，请另选一个数据文件夹。")
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.stat().st_uid != os.geteuid():
                raise EmbeddedError(f"数据文件夹 {self.path} 属于另一个系统用户，请由该用户运行。")
            self.path.chmod(0o700)
            self.log.mkdir(mode=0o700, exist_ok=True)
            (self.path / MARKER).touch(mode=0o600)
        except PermissionError:
            raise EmbeddedError(f"没有权限使用数据文件夹 {self.path}。") from None

    def secrets(self) -> dict[str, str]:
        """The keys and passwords of this folder, made once: without them its data cannot be read again."""
        path = self.path / "secrets.env"
        if not path.exists():
            self._write_secrets(path)
        lines = path.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def _write_secrets(self, path: Path) -> None:
        if (self.path / "postgres.made").exists():
            raise EmbeddedError(f"密钥文件 {path} 不见了，没有它已有的数据无法读出；请找回该文件。")
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.writelines(f"{name}={make()}\n" for name, make in SECRETS.items())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Only one process at a time starts or stops servers here."""
        with (self.path / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def tail(self, name: str, lines: int = 15) -> str:
        """The end of a log, for an error message."""
        try:
            text = (self.log / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])
