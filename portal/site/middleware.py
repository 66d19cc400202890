"""Refusals become pages, and every page says what a browser may load."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.errors import Refusal
from portal.writing import refusal_of

PAGES_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
BACK_OFFICE_POLICY = (
    f"{PAGES_POLICY}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
)

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """A `Refusal` nobody answered becomes the page of its status, with its sentence; so does a named constraint's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else is not ours."""
        refusal = refusal_of(exception) if isinstance(exception, IntegrityError) else exception
        return refusal_page(request, refusal) if isinstance(refusal, Refusal) else None


class ContentSecurityPolicyMiddleware:
    """Only our own files run and load. The back office's theme writes styles and handlers into its pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.back_office = reverse("admin:index")
        self.pages = PAGES_POLICY.replace("blob:", " ".join(["blob:", *settings.MAP_TILE_HOSTS]))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = BACK_OFFICE_POLICY if request.path.startswith(self.back_office) else self.pages
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal's status; a fragment when the page asked for one."""
    template = "site/refusal_fragment.html" if getattr(request, "htmx", False) else f"{refusal.status}.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)
