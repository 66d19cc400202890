"""What every page's shell needs, worked out only when a template asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.site.elder import in_elder_mode
from portal.site.navigation import NavItem, current_url, entries, navigation_for
from portal.site.offices import Masthead, masthead_for
from portal.site.public_side import PublicSide


class Shell:
    """Masthead, menu and modes of one request's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def elder(self) -> bool:
        """Whether elder mode is on."""
        return in_elder_mode(self.request)

    @cached_property
    def elder_url(self) -> str:
        """Where the mode is switched, coming back to this page."""
        address = reverse("site:elder", args=["off" if self.elder else "on"])
        return f"{address}?{urlencode({'next': self.request.get_full_path()})}"

    @cached_property
    def user(self) -> Any:
        """The user logged in, or None; pages for everybody never ask."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def office(self) -> Masthead:
        """The office the page speaks for."""
        return masthead_for(self.user)

    @cached_property
    def public_office(self) -> Masthead:
        """The office as the public meets it: the same whoever looks."""
        return self.side.masthead if self.side else masthead_for(None)

    @cached_property
    def side(self) -> PublicSide | None:
        """Whose public page this is; None on pages of the desk, and where the reader is still to choose."""
        return getattr(self.request, "side", None)

    @cached_property
    def navigation(self) -> list[tuple[str, list[NavItem]]]:
        """The menu of this user."""
        return navigation_for(self.user) if self.user else []

    @cached_property
    def menu(self) -> list[tuple[str, SafeString]]:
        """The groups of the menu, written, with the entry this page lies under marked."""
        current = current_url(self.request.path, self.navigation)
        return [(group, entries(items, current)) for group, items in self.navigation]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}
