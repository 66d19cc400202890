"""At the door, before database and session are asked; and beside addresses that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from portal.accounts.requests import PageRequest
from portal.accounts.returning import openable
from portal.failures.answers import API, failure

GetResponse = Callable[[HttpRequest], HttpResponse]
LONGEST_ADDRESS = 4000
LONGEST_NOTE = 200
COME_BACK = 600  # seconds
WATCHED = ("/healthz", "/readyz")


class Door:
    """Turns away while the portal is under maintenance, and addresses longer than any page of it makes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE_FILE.exists() and request.path not in WATCHED:
            return failure(
                request, 503, f"系统正在维护，请稍后再来。{_note()}", {"Retry-After": str(COME_BACK)}
            )
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return failure(request, 414)
        return self.get_response(request)


class Signpost:
    """An address that does not take the method it was asked by says so, and where to go instead."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        if request.path.startswith(API) or request.htmx:
            page = failure(request, 405)
        else:
            page = render(request, "405.html", {"back": openable(request.path)}, status=405)
        page["Allow"] = response["Allow"]
        return page


def _note() -> str:
    """The first line of the file: until when, or why."""
    try:
        lines = settings.MAINTENANCE_FILE.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[0].strip()[:LONGEST_NOTE] if lines else ""
