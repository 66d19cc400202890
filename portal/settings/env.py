"""Every environment variable is read here, and fails loudly in one place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable `name`, or `default`; refuses to start when neither is given."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"环境变量 {name} 没有设置，请在部署配置里给出它的值。")
    return value


def number(name: str, default: int) -> int:
    """A whole number; refuses anything else."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 应为整数，现在是“{value}”。") from None


def flag(name: str, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 应为 true 或 false，现在是“{value}”。")


def items(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder path."""
    return Path(os.environ.get(name) or default)


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Django's database settings from postgresql://user:password@host:port/name?host=/socket/folder."""
    url = urlsplit(text(name, default))
    options = dict(parse_qsl(url.query))
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise ImproperlyConfigured(f"环境变量 {name} 应形如 postgresql://用户:密码@主机:端口/库名。")
    try:
        port = url.port
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 里的端口不是数字。") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", None) or url.hostname or "",
        "PORT": options.pop("port", None) or port or "",
        "OPTIONS": options,
    }


def redis_url(name: str, default: str | None = None) -> str:
    """A Redis address: redis://, rediss:// or unix:///path."""
    value = text(name, default)
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"环境变量 {name} 应形如 redis://主机:端口/0 或 unix:///路径。")
    return value


def celery_url(value: str) -> str:
    """The same Redis address in Celery's spelling (`redis+socket` for a socket)."""
    parts = urlsplit(value)
    if parts.scheme != "unix":
        return value
    query = dict(parse_qsl(parts.query))
    password = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{password}{parts.path}?virtual_host={query.get('db', '0')}"


def key_ring(name: str, default: str | None = None) -> str:
    """Key ring `id:base64,id:base64`; the first key encrypts, all decrypt."""
    value = text(name, default)
    if not all(part.count(":") == 1 for part in value.split(",")):
        raise ImproperlyConfigured(f"环境变量 {name} 应形如 “编号:base64密钥”，多个用逗号分开。")
    return value
