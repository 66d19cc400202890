"""A form whose token has lapsed: the page comes back as it was sent, to be sent again with a fresh one."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.csrf import csrf_failure

from portal.accounts.sessions import gate_of, has_ended
from portal.site.form_pages import typed_again

# Another site may not lay words into our forms.
FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


def token_lapsed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form with everything typed, for whoever is still logged in; else the login page, which leads back to it."""
    user = request.user
    if not user.is_authenticated or has_ended(request.session, user) or gate_of(request.session, user):
        match = request.resolver_match
        if match is not None and getattr(match.func, "login_required", True):
            return redirect_to_login(request.get_full_path())
        return csrf_failure(request, reason=reason)
    if reason.startswith(FROM_ELSEWHERE):
        return csrf_failure(request, reason=reason)
    get_token(request)
    return typed_again(request) or csrf_failure(request, reason=reason)
