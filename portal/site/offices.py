"""Which office a page speaks for: the one of the user's street, or the public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.utils import timezone

from portal.accounts.models import Area, AreaKind

if TYPE_CHECKING:
    from portal.accounts.models import User

STREETS = """
    SELECT street.id, street.path, street.code, street.name, office.name, coalesce(office.phone, ''),
           coalesce(office.address, ''), coalesce(office.hours, ''), coalesce(office.filing_number, '')
    FROM accounts_area street LEFT JOIN site_office office ON office.area_id = street.id
    WHERE street.kind = %(kind)s AND (street.valid_from IS NULL OR street.valid_from <= %(today)s)
      AND (street.valid_to IS NULL OR street.valid_to >= %(today)s)
      AND (%(among)s::bigint[] IS NULL OR street.id = ANY (%(among)s))
    ORDER BY street.path
"""


@dataclass(frozen=True)
class Masthead:
    """The words at the top and foot of a page; `is_office` unless they only name an area or the portal."""

    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    filing_number: str = ""
    is_office: bool = False


class Street(NamedTuple):
    """A street in force, and what it says about its office when it says anything."""

    pk: int
    path: str
    code: str
    name: str
    office_name: str | None
    phone: str
    address: str
    hours: str
    filing_number: str

    @property
    def masthead(self) -> Masthead:
        """The words of its office."""
        return Masthead(self.office_name or self.name, *self[5:], is_office=True)


def masthead_for(user: User | None) -> Masthead:
    """The office a page speaks for: one query.

    A user's own street, or, for a user above the streets, the area of the post; the public sees the only
    street with an office here, or the area that holds all of them.
    """
    if user is not None and user.is_authenticated and (posts := user.posts_on()):
        own = _streets(sorted(frozenset().union(*(post.above | {post.area_id} for post in posts))))
        return own[0].masthead if own else Masthead(posts[0].area_name)
    here = offices_here() or _streets()
    if len(here) == 1:
        return here[0].masthead
    return Masthead(_common_area_name([street.path for street in here]))


def offices_here() -> list[Street]:
    """The streets whose office is set up in this portal, by their place in the tree: one query."""
    return [street for street in _streets() if street.office_name]


def _streets(among: list[int] | None = None) -> list[Street]:
    """The streets in force: all, or those of the areas `among`."""
    named: dict[str, Any] = {"kind": AreaKind.STREET.value, "today": timezone.localdate(), "among": among}
    with connection.cursor() as cursor:
        cursor.execute(STREETS, named)
        return [Street(*row) for row in cursor.fetchall()]


def _common_area_name(paths: list[str]) -> str:
    first, last = min(paths, default=""), max(paths, default="")
    shared = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        len(first),
    )
    area = Area.objects.lineage_of(first[:shared]).order_by("-depth").first()
    return area.name if area else "街道门户"
