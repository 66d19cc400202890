"""Django's own last resorts, named in `portal.urls`."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from portal.failures.answers import failure


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not even be read; one too large says so."""
    return failure(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect of ours."""
    return failure(request, 500)
