"""Accounts locked after too many wrong passwords, and unlocking them (domain sheet 3.10, 身份鉴别 b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from portal.accounts.requests import LoginAttempt
from portal.errors import NotPermitted
from portal.writing import writing

if TYPE_CHECKING:
    from portal.accounts.models import User


def is_locked(user: User) -> bool:
    """Whether somewhere too many wrong passwords were tried for this account within the lockout time."""
    recent = AccessAttempt.objects.filter(
        username=user.username, attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    worst = (
        recent.values("ip_address")
        .annotate(failures=Sum("failures_since_start"))
        .order_by("-failures")
        .first()
    )
    return worst is not None and worst["failures"] >= settings.AXES_FAILURE_LIMIT


@writing()
def unlock_user(user: User, *, by: User, reason: str = "") -> int:
    """Let the account try again now; the security administrator. Returns how many records were lifted."""
    from portal.audit.events import record_event

    if not by.has_perm("accounts.unlock_user"):
        raise NotPermitted("只有安全管理员可以解锁账号。")
    lifted = AxesProxyHandler.reset_attempts(username=user.username)
    record_event(action="unlock_user", subject=user, detail={"lifted": lifted}, actor=by, reason=reason)
    return lifted


def record_lockout(request: LoginAttempt, username: str | None, **_: Any) -> None:
    """The attempt that locks is recorded once; those made while locked are only failed log-ins."""
    from portal.audit.events import record_event

    # Axes announces both alike, but writes down only the attempt that locks.
    if AccessAttempt.objects.filter(username=username, attempt_time=request.axes_attempt_time).exists():
        record_event(action="account_locked", detail={"username": str(username)[:40]})
