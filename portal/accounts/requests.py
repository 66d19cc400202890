"""Requests as pages and resources receive them: what the middleware has put on them, said once for the type checker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

if TYPE_CHECKING:
    from portal.accounts.models import User


class PageRequest(HttpRequest):
    """A request that reached a view: its address is known, and whether htmx asks for a part of a page."""

    htmx: HtmxDetails
    resolver_match: ResolverMatch


class DeskRequest(PageRequest):
    """A request of a signed-in user: the login guard has turned everybody else away."""

    user: User


class LoginAttempt(HttpRequest):
    """A failed login, as the lockout announces it."""

    axes_attempt_time: datetime


class ApiRequest(Request):
    """A request to a resource that asks who is there (every one but those that answer anybody)."""

    user: User


def user_of(request: HttpRequest) -> User:
    """Who is signed in, where a signature of Django's (a section of the back office) knows only a request."""
    return cast("User", request.user)
