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
from portal.accounts.returning import from_here, openable
from portal.accounts.sessions import has_ended
from portal.failures.answers import line
from portal.site.form_pages import typed_again

SECRET = re.compile(r"passw|secret|token", re.IGNORECASE)
# One's own password and codes are typed anew.
NEVER_KEPT = "accounts"


def csrf_failure(request: PageRequest, reason: str = "") -> HttpResponse:
    """The form as it was sent, under a fresh token, or a page that offers to send it again; the login without a session."""
    match = request.resolver_match
    if getattr(match.func, "login_required", True) and _is_nobody(request):
        return ask_to_log_in(request)
    if request.htmx:
        return line("页面打开得太久，刚才的操作没有办成。请刷新页面后再试。", 403)
    offered = from_here(request) and match.app_name != NEVER_KEPT
    if offered and (page := typed_again(request)):
        return page
    context = {
        "again": offered,
        "kept": kept_fields(request) if offered else [],
        "files": [file.name for _, files in request.FILES.lists() for file in files] if offered else [],
        "back": openable(request.get_full_path()) if from_here(request) else "",
    }
    return render(request, "403_csrf.html", context, status=403)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, field by field, without tokens and whatever is a password by its name."""
    return [
        (name, value) for name, values in request.POST.lists() if not SECRET.search(name) for value in values
    ]


def _is_nobody(request: HttpRequest) -> bool:
    return not request.user.is_authenticated or has_ended(request.session, request.user)
