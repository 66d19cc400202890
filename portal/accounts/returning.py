"""Where one comes back to after logging in: the page one was on, never a part of it, never an address for forms only."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.requests import PageRequest


def send_to(request: PageRequest, place: str) -> HttpResponse:
    """Send the whole window to `place` (the login, or a gate after it), which knows where to go on to."""
    page = page_of(request)
    url = resolve_url(place)
    address = f"{url}?{urlencode({'next': page}, safe='/')}" if page else url
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def page_of(request: PageRequest) -> str:
    """The page a request comes from: itself when it is opened, else the one that asked for a part or sent a form.

    Empty when nothing tells which page of this site that was.
    """
    if request.htmx:
        page = _own(request, request.htmx.current_url or "")
    elif request.method in ("GET", "HEAD"):
        page = request.get_full_path()
    else:
        page = _own(request, request.headers.get("Referer", "")) or request.get_full_path()
    return openable(page)


def openable(address: str) -> str:
    """The address itself where a browser may open it, else the nearest page above it; empty when there is none."""
    path = urlsplit(address).path
    if not address or _opens(path) is not False:
        return address
    while (path := _above(path)) != "/":
        if _opens(path):
            return path
    return ""


def from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site made the request: the browser says so by Origin, or else by Referer."""
    return bool(_own(request, request.headers.get("Origin") or request.headers.get("Referer", "")))


def _own(request: HttpRequest, url: str) -> str:
    """The address within this site that a full URL names; empty for another site's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if (parts.scheme, parts.netloc) != (request.scheme, request.get_host()):
        return ""
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _above(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _opens(path: str) -> bool | None:
    """Whether GET is answered at `path`; None when there is nothing."""
    try:
        return _takes_get(resolve(path).func)
    except Resolver404:
        return None


def _takes_get(view: Callable[..., Any]) -> bool:
    """Read off the view: its decorator's list of methods, the actions of an API resource, or its `get`."""
    methods = _methods_of(view)
    if methods is not None:
        return "GET" in methods
    if (actions := getattr(view, "actions", None)) is not None:
        return "get" in actions
    kind = getattr(view, "view_class", None)
    return kind is None or ("get" in kind.http_method_names and hasattr(kind, "get"))


def _methods_of(view: Any) -> list[str] | None:
    """What `require_http_methods` and its kin were given, which they keep in their closure."""
    while view is not None:
        if inspect.isfunction(view):
            known = inspect.getclosurevars(view).nonlocals.get("request_method_list")
            if known is not None:
                return list(known)
        view = getattr(view, "__wrapped__", None)
    return None
