"""Pages for everybody, rendered once: no query and no session when they are seen again, never stale.

Each process keeps the pages it rendered under an edition all processes share. Publishing ends the edition, so
the next request anywhere renders afresh. A page is kept under the edition read before it was rendered: one
that was overtaken while rendering is never served.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from portal.accounts.models import Area
from portal.accounts.requests import PageRequest
from portal.site.elder import in_elder_mode
from portal.site.offices import offices_here
from portal.site.public_side import PublicRequest, public_side, public_url

HOME = "site:home"
EDITION = "public-edition"
PAGES_KEPT = 256


@dataclass(frozen=True)
class KeptPage:
    """A rendered page and the edition it belongs to."""

    edition: str
    body: bytes
    content_type: str
    etag: str


_pages: OrderedDict[tuple[str, bool], KeptPage] = OrderedDict()


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be seen without login and kept. It is rendered for nobody in particular.

    The view finds in `request.side` whose page it is; where the portal has several offices and the address
    names none, the reader is asked which.
    """

    def rendered(request: PublicRequest, street: str | None, *args: Any, **kwargs: Any) -> HttpResponse:
        side = public_side(street)
        if side is None:
            return choice_of_office(request)
        request.side = side
        return view(request, *args, **kwargs)

    @login_not_required
    @wraps(view)
    def kept(request: PublicRequest, *args: Any, street: str | None = None, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.GET:
            return rendered(request, street, *args, **kwargs)
        key, edition = (request.path, in_elder_mode(request)), _edition()
        page = _pages.get(key)
        if page is None or page.edition != edition:
            request.user = AnonymousUser()
            response = rendered(request, street, *args, **kwargs)
            if response.status_code != 200:
                return response
            page = _keep(key, edition, response)
        return _answer(request, page)

    return kept


def choice_of_office(request: PageRequest) -> HttpResponse:
    """The same page of each office here, to choose from; as a status, 300 where one page was asked for."""
    match = request.resolver_match
    offices = [
        {
            "office": office,
            "lies_in": "".join(
                Area.objects.lineage_of(office.path[: -Area.steplen]).values_list("name", flat=True)
            ),
            "url": public_url(match.view_name, office.code, **match.kwargs),
        }
        for office in offices_here()
    ]
    status = 200 if match.view_name == HOME else 300
    return render(request, "site/public_choice.html", {"offices": offices}, status=status)


def bust_public_cache() -> None:
    """Called by whatever publishes: after the transaction commits, every public page is rendered afresh."""
    transaction.on_commit(lambda: cache.set(EDITION, secrets.token_hex(8), None))


def _edition() -> str:
    edition = cache.get(EDITION)
    if edition is None:
        cache.add(EDITION, secrets.token_hex(8), None)
        edition = cache.get(EDITION)
    return edition


def _keep(key: tuple[str, bool], edition: str, response: HttpResponse) -> KeptPage:
    body = response.content
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    _pages[key] = page = KeptPage(edition, body, response["Content-Type"], etag)
    _pages.move_to_end(key)
    while len(_pages) > PAGES_KEPT:
        _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    headers = {"ETag": page.etag, "Cache-Control": "no-cache", "Vary": "Cookie"}
    response = HttpResponse(page.body, content_type=page.content_type, headers=headers)
    return get_conditional_response(request, etag=page.etag, response=response) or response
