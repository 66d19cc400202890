"""Elder mode (长者模式): larger, plainer, read aloud; kept in a cookie, so that it needs no account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIE = "elder"
A_YEAR = 365 * 24 * 3600


def in_elder_mode(request: HttpRequest) -> bool:
    """Whether this browser asked for elder mode."""
    return request.COOKIES.get(COOKIE) == "1"


@login_not_required
@require_safe
def switch_elder_mode(request: HttpRequest, mode: str) -> HttpResponse:
    """Turn elder mode on or off and go back to where one was; never to another site."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response["Cache-Control"] = "no-store"
    if mode == "on":
        response.set_cookie(
            COOKIE,
            "1",
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
