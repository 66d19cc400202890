"""Guards live sessions: time limits, ended posts, and what must be done before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.sessions import Gate, gate_of, has_ended, note_use

# Reachable whatever is still to be done.
ALWAYS_OPEN = {"accounts:logout"}


class SessionGuard:
    """Between authentication and `LoginRequiredMiddleware`.

    A session that has ended is logged out. One that has still to pass a gate is nobody on public pages
    and in the API, and is sent to the gate from everywhere else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request through."""
        if not request.user.is_authenticated:
            return None
        is_public = not getattr(view, "login_required", True)
        if has_ended(request.session, request.user):
            logout(request)
            return None if is_public else self._ask_to_log_in(request)
        note_use(request.session)
        gate = gate_of(request.session, request.user)
        if gate is None or request.resolver_match.view_name in {gate, *ALWAYS_OPEN}:
            return None
        if is_public:
            request.user = AnonymousUser()
            return None
        return self._send_to(request, gate)

    def _ask_to_log_in(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, "登录已结束（太久没有操作，或岗位有变动），请重新登录。")
        return self._send_to(request, "accounts:login")

    def _send_to(self, request: HttpRequest, place: Gate | str) -> HttpResponse:
        url = resolve_url(str(place))
        if request.htmx:
            return HttpResponseClientRedirect(url)
        return redirect_to_login(request.get_full_path(), url) if request.method == "GET" else redirect(url)
