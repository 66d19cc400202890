"""Both sample streets full of records, for the tests that walk everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from portal.management.commands.populate import declared_parts


def fill(settings: Any, tmp_path: Any, *, scale: int = 60) -> None:
    """Load the sample streets and some records of every kind."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)
    for part in declared_parts():
        call_command("populate", scale=scale, only=[part], verbosity=0)


def views(kind: type) -> Iterator[tuple[type, URLPattern]]:
    """The class-based views of a kind, each with its address pattern."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        waiting += getattr(pattern, "url_patterns", [])
        view = getattr(getattr(pattern, "callback", None), "view_class", None)
        if isinstance(view, type) and issubclass(view, kind):
            yield view, pattern


def as_asked_by(user: Any, query: dict[str, Any] | None = None) -> Any:
    """A request of `user` with a query."""
    request = RequestFactory().get("/", query or {})
    request.user, request.htmx = user, False
    return request
