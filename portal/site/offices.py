"""Which office a page speaks for: the one of the user's street, or the public one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.accounts.models import Area, AreaKind

if TYPE_CHECKING:
    from portal.accounts.models import User

FIELDS = ("name", "phone", "address", "hours", "filing_number")


@dataclass(frozen=True)
class Masthead:
    """The words at the top and foot of a page."""

    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    filing_number: str = ""

    @classmethod
    def of_street(cls, row: dict[str, Any]) -> Masthead:
        """From a street, and what it says about its office when it says anything."""
        name = row["office__name"] or row["name"]
        return cls(name, *(row[f"office__{field}"] or "" for field in FIELDS[1:]))


def masthead_for(user: User | None) -> Masthead:
    """The office a page speaks for: one query.

    A user's own street, or, for a user above the streets, the area of the post; the public sees the only
    street with an office here, or the area that holds all of them.
    """
    streets = _streets()
    if user is not None and user.is_authenticated and (posts := user.posts_on()):
        over = frozenset().union(*(post.above | {post.area_id} for post in posts))
        own = [row for row in streets if row["id"] in over]
        return Masthead.of_street(own[0]) if own else Masthead(posts[0].area_name)
    here = [row for row in streets if row["office__name"]] or streets
    if len(here) == 1:
        return Masthead.of_street(here[0])
    return Masthead(_common_area_name([row["path"] for row in here]))


def _streets() -> list[dict[str, Any]]:
    fields = [f"office__{name}" for name in FIELDS]
    return list(
        Area.objects.filter(kind=AreaKind.STREET)
        .in_force()
        .values("id", "path", "name", *fields)
    )


def _common_area_name(paths: list[str]) -> str:
    first, last = min(paths, default=""), max(paths, default="")
    shared = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        len(first),
    )
    lineage = [first[:end] for end in range(Area.steplen, shared + 1, Area.steplen)]
    area = Area.objects.filter(path__in=lineage).order_by("-depth").first()
    return area.name if area else "街道门户"
