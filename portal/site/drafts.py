"""What was typed is kept in the browser until the server says that it was taken; here it says so.

A form carries the number of its draft (`static/js/drafts.js` makes it). Once a view took the form and leads on, the
answer sets a cookie of that number; the page that follows drops that one draft, in that one tab. A login, a refusal,
a defect or a lost line sets none, and the draft stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

FIELD = "_draft"
COOKIE = "draft-"
NUMBER = re.compile(r"[0-9a-f]{32}")
WAITS = 600  # seconds for the page that follows to come


class DraftMiddleware:
    """The innermost guard: a form that comes this far has a session and reaches its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (302, 303) and getattr(request, "reached_view", False):
            number = request.POST.get(FIELD, "") if request.method == "POST" else ""
            if NUMBER.fullmatch(number):
                secure = request.is_secure()
                response.set_cookie(COOKIE + number, "taken", max_age=WAITS, samesite="Lax", secure=secure)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """No guard before this one has answered in the view's place."""
        request.reached_view = True  # type: ignore[attr-defined]  # read above
