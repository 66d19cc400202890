"""Log-ins, failed log-ins and log-outs as entries of the trail (GB/T 22239-2019, 安全审计)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portal.audit.events import record_event


def logged_in(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Somebody logged in."""
    record_event(action="login", subject=user, actor=user, detail=_from(request))


def logged_out(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Somebody logged out; an expired session has nobody to name."""
    if user is not None:
        record_event(action="logout", subject=user, actor=user, detail=_from(request))


def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong name or password; the name as it was typed, cut, never the password."""
    name = str(credentials.get("username") or "")[:40]
    record_event(action="login_failed", detail={"username": name, **_from(request)})


def _from(request: HttpRequest | None) -> dict[str, str]:
    return {"address": request.META.get("REMOTE_ADDR", "")} if request is not None else {}
