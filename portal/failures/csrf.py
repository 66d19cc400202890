"""A form whose token has lapsed (the page stood open too long, or somebody logged in again in another tab).

Nothing was done. What was typed is offered once more under a fresh token, but only when a page of this very site
sent it: else another site could put words into a clerk's mouth that one click makes his own.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.middleware import ask_to_log_in
from portal.accounts.requests import PageRequest
from portal.accounts.returning import from_here, openable, send_to
from portal.accounts.sessions import gate_of, has_ended
from portal.errors import Refusal
from portal.failures.answers import line
from portal.site.form_pages import typed_again
from portal.site.middleware import refusal_page

SECRET = re.compile(r"passw|secret|token", re.IGNORECASE)
# One's own password and codes are typed anew.
NEVER_KEPT = "accounts"


def csrf_failure(request: PageRequest, reason: str = "") -> HttpResponse:
    """The form as it was sent, under a fresh token, or a page that offers to send it again; the login without a session."""
    match = request.resolver_match
    if getattr(match.func, "login_required", True):
        user = request.user
        if not user.is_authenticated or has_ended(request.session, user):
            return ask_to_log_in(request)
        # Django asks for the token before the session guard is asked.
        if gate := gate_of(request.session, user):
            return send_to(request, gate)
    if request.htmx:
        return line("页面打开得太久，刚才的操作没有办成。请刷新页面后再试。", 403)
    offered = from_here(request) and match.app_name != NEVER_KEPT
    if offered and (page := _as_it_was_sent(request)):
        return page
    context = {
        "again": offered,
        "kept": kept_fields(request) if offered else [],
        "files": [file.name for _, files in request.FILES.lists() for file in files] if offered else [],
        "back": openable(request.get_full_path()) if from_here(request) else "",
    }
    return render(request, "403_csrf.html", context, status=403)


def _as_it_was_sent(request: PageRequest) -> HttpResponse | None:
    try:
        return typed_again(request)
    except Refusal as refusal:
        return refusal_page(request, refusal)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, field by field, without tokens and whatever is a password by its name."""
    return [
        (name, value) for name, values in request.POST.lists() if not SECRET.search(name) for value in values
    ]
