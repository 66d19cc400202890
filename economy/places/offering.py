"""What may be offered to investors: parcels and carriers alike stand on the public layer, and are looked at again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from economy.places.models import Secrecy
from portal.clock.deadlines import add_months
from portal.errors import InvalidInput, NotPermitted
from portal.site.public_cache import bust_public_cache
from portal.writing import locked, saved

if TYPE_CHECKING:
    from portal.accounts.models import Area, User

REVIEW_MONTHS = 6


def locked_for(permission: str, record: Any, by: User, what: str) -> None:
    """Lock the record for an act; refuse who may not."""
    locked(record)
    if not by.has_perm(permission, record):
        raise NotPermitted(f"您的岗位不能{what}。")


def check_responsible(person: Any, area: Area, permission: str, what: str) -> None:
    """Refuse a responsible person who does not see the area's records."""
    if person and area.pk not in person.reach(permission).below:
        raise InvalidInput.at(
            "responsible", "负责人不管这个区域", "请换一位在这里有岗位的同事",
            f"{person}在“{area}”没有岗位，不能做{what}的负责人。",
        )  # fmt: skip


def put_on_public_layer(record: Any, what: str) -> None:
    """Let the public see it; refuses what is internal, or overdue for review."""
    if record.secrecy != Secrecy.PUBLIC:
        raise InvalidInput(f"这个{what}的密级是“内部”，不能公开；确可公开的，请先修改密级。")
    if record.is_stale():
        raise InvalidInput(f"复核期限 {record.review_by} 已过，请先复核再公开。")
    record.is_public, record.published_at = True, timezone.now()
    saved(record)
    bust_public_cache()


def leave_public_layer(record: Any, by: User) -> None:
    """What is no longer on offer leaves the public layer."""
    record.is_public = False
    saved(record)
    bust_public_cache()


def look_again(record: Any, on: date | None = None) -> None:
    """Everything written here is still so; the next look is due half a year later."""
    record.review_by = add_months(on or timezone.localdate(), REVIEW_MONTHS)
    saved(record)
