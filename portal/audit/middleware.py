"""Attributes the changes of a web request to its user."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from portal.audit.attribution import context


class AuditMiddleware:
    """Runs each request in an audit context of its own; the number is answered as `X-Request-ID`.

    The user is asked for only when something is written, so a page that reads makes no query for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid4()
        with context(actor=partial(user_of, request), request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = str(request_id)
        return response


def user_of(request: HttpRequest) -> Any:
    """The user by now: of the session, or whom a token authenticated (REST framework puts it here too)."""
    return getattr(request, "user", None)
