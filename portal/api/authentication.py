"""Who is calling: a token of a program, or the session of a browser."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from portal.accounts.models import User
from portal.accounts.sessions import may_work
from portal.api.actions import digest
from portal.api.models import Token

KEYWORD = "Token"
# What every request needs; the rest of a user is read when somebody asks for it.
TOKEN = ("id", "user_id", "prefix", "digest", "created_at", "expires_at", "last_used_on", "revoked_at")
USER = ("id", "username", "full_name", "is_active", "is_demo", "password_changed_at")
QUERY = f"""
    SELECT {", ".join(f"token.{name}" for name in TOKEN)}, {", ".join(f"holder.{name}" for name in USER)}
    FROM api_token token JOIN accounts_user holder ON holder.id = token.user_id WHERE token.digest = %s
"""


class TokenRequest(Request):
    """A request to a resource, and the token it came with, if it came with one."""

    auth: Token | None


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Token …`; one query for token and user, one for the posts."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        """The user and the token; None when the header speaks of something else."""
        keyword, _, text = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        token = _token_of(digest(text.strip()))
        if token is None or not token.is_usable or not may_work(token.user):
            raise exceptions.AuthenticationFailed("令牌无效、已作废或已过期，请重新获取。")
        _remember_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes an anonymous request a 401."""
        return KEYWORD


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's login; writing needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The user of the session; nobody when the last post has ended."""
        user = getattr(request._request, "user", None)
        if user is None or not user.is_authenticated or not may_work(user):
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write whose CSRF token is missing or wrong."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied("页面已失效（缺少防伪标记），请刷新页面后再试。") from None


def _token_of(digest: str) -> Token | None:
    """The token and its user, by SQL written once: compiling the join costs more than running it."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    token = Token.from_db(DEFAULT_DB_ALIAS, TOKEN, row[: len(TOKEN)])
    token.user = User.from_db(DEFAULT_DB_ALIAS, USER, row[len(TOKEN) :])
    return token


def _remember_use(token: Token) -> None:
    """The day of the last use, written once a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
