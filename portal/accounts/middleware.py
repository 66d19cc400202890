"""Guards live sessions: time limits, ended posts, and what must be done before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from portal.accounts.requests import PageRequest
from portal.accounts.returning import send_to
from portal.accounts.sessions import gate_of, has_ended, note_use

# Reachable whatever is still to be done.
ALWAYS_OPEN = {"accounts:logout"}


class SessionGuard:
    """Between authentication and `LoginRequiredMiddleware`.

    A session that has ended is logged out. One that has still to pass a gate is nobody on public pages
    and in the API, and is sent to the gate from everywhere else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            # What a user saw must not come back with the browser's Back once he has left.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: PageRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request through."""
        is_public = not getattr(view, "login_required", True)
        if not request.user.is_authenticated:
            return None if is_public else ask_to_log_in(request)
        if has_ended(request.session, request.user):
            logout(request)
            return None if is_public else ask_to_log_in(request, ended=True)
        note_use(request.session)
        gate = gate_of(request.session, request.user)
        if gate is None or request.resolver_match.view_name in {gate, *ALWAYS_OPEN}:
            return None
        if is_public:
            request.user = AnonymousUser()
            return None
        return send_to(request, gate)


def ask_to_log_in(request: PageRequest, *, ended: bool = False) -> HttpResponse:
    """To the login page, told what became of the session and of what was sent; then back to the page one was on."""
    if request.method not in ("GET", "HEAD"):
        messages.info(request, "登录已结束，刚才的内容没有提交。请重新登录，回到原来的页面再提交一次。")
    elif ended:
        messages.info(request, "登录已结束（太久没有操作，或岗位有变动），请重新登录。")
    return send_to(request, getattr(request.resolver_match.func, "login_url", None) or "accounts:login")
