"""Navigation by role: each app says in its `navigation.py` where its pages are and who may open them.

NavItem("指标填报", "economy:reports", "economy.view_indicatorreport", icon="table", group="经济运行", order=10)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.site.icons import icon

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu, shown to those who hold `permission` somewhere; with none, to everybody logged in.

    `icon` is the name of a symbol in `static/icons.svg`. Groups stand in the order of their first item.
    """

    label: str
    url_name: str
    permission: str = ""
    icon: str = "file-earmark-text"
    group: str = ""
    order: int = 100

    def __post_init__(self) -> None:
        _items[self.url_name] = self

    @cached_property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)

    @cached_property
    def entry(self) -> SafeString:
        """Its entry in the menu, written once: every page shows a few dozen of them."""
        return self._written("")

    @cached_property
    def current_entry(self) -> SafeString:
        """The same on the pages that lie under it."""
        return self._written(mark_safe(' aria-current="page"'))

    def _written(self, mark: str) -> SafeString:
        return format_html('<li><a href="{}"{}>{}{}</a></li>\n', self.url, mark, icon(self.icon), self.label)

    def open_to(self, user: User) -> bool:
        """Whether `user` may open it."""
        return not self.permission or user.has_perm(self.permission)


_items: dict[str, NavItem] = {}


def navigation_for(user: User) -> list[tuple[str, list[NavItem]]]:
    """The groups of the menu with the items `user` may open."""
    items = sorted(
        (item for item in _items.values() if item.open_to(user)),
        key=lambda item: item.order,
    )
    first: dict[str, int] = {}
    for item in items:
        first.setdefault(item.group, len(first))
    items.sort(key=lambda item: first[item.group])
    return [(group, list(members)) for group, members in groupby(items, key=lambda item: item.group)]


def current_url(path: str, groups: list[tuple[str, list[NavItem]]]) -> str:
    """The entry `path` lies under: the longest address it starts with."""
    urls = [item.url for _, items in groups for item in items if path.startswith(item.url)]
    return max(urls, key=len, default="")


def entries(items: list[NavItem], current: str) -> SafeString:
    """The entries of one group; `current` is the address the page lies under."""
    return mark_safe("".join(item.current_entry if item.url == current else item.entry for item in items))
