"""Logging in by name and password without a browser: the same lockout, demo rule and second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from portal.accounts.second_factor import has_second_factor, must_have_second_factor, verify_code
from portal.accounts.sessions import password_is_old
from portal.audit.events import record_event
from portal.errors import NotPermitted, Refusal

if TYPE_CHECKING:
    from portal.accounts.models import User


class NotLoggedIn(Refusal):
    """Name, password or one-time password is wrong."""

    status = 401
    auth_header = "Token"


class AccountLocked(Refusal):
    """Too many wrong attempts."""

    status = 429


def log_in(request: HttpRequest, *, username: str, password: str, otp: str = "") -> User:
    """The user; refuses wrong credentials, locked or postless accounts, old passwords and a missing second factor."""
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise _locked(request)
    user = authenticate(request, username=username, password=password)
    if user is None:
        if getattr(request, "axes_locked_out", False):
            raise _locked(request)
        raise NotLoggedIn("用户名或密码不对，或者这个账号还没有岗位。")
    if password_is_old(user):
        raise NotPermitted("密码已到期，或者还是别人给的密码，请先在网页上登录并修改密码。")
    _check_second_factor(user, otp)
    record_event(action="login", subject=user, detail={"by": "token"}, actor=user)
    return user


def _check_second_factor(user: User, otp: str) -> None:
    has_device = has_second_factor(user)
    if not has_device and must_have_second_factor(user):
        raise NotPermitted("您的岗位必须使用动态口令，请先在网页上登录并绑定。")
    if has_device and not (otp and verify_code(user, otp)):
        message = "动态口令不对或已用过" if otp else "请同时给出动态口令"
        raise NotLoggedIn(
            f"{message}。", [{"field": "otp", "message": message, "cure": "请输入验证器当前显示的六位数字"}]
        )


def _locked(request: HttpRequest) -> AccountLocked:
    # Or the lockout page of the browser would replace this answer.
    request.axes_locked_out = False  # type: ignore[attr-defined]  # read by axes
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return AccountLocked(f"连续输错次数过多，已锁定。请在 {minutes} 分钟后再试，或请安全管理员解锁。")
