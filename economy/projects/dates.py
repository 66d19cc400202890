"""Days as far as they are known: 2017年, 2017.6, 2017-06-01."""

from __future__ import annotations

import calendar
import unicodedata
from datetime import date

from django.utils import timezone

from portal.errors import InvalidInput
from portal.figures.days import NotADay, PartialDate, read_day

EARLIEST = date(1990, 1, 1)


def written_date(text: str) -> tuple[PartialDate, str]:
    """The day a text names, as far as it says, and the text as written; refuses what is none, or to come."""
    written = "".join(unicodedata.normalize("NFKC", text).split())
    try:
        found = read_day(written)
    except NotADay as refusal:
        raise InvalidInput(f"“{written[:20]}”{refusal.message}") from refusal
    check_past(found, written)
    return found, written[:20]


def as_written(text: str) -> str:
    """The text of a day as far as it is known; refuses what is none, or to come."""
    return written_date(text)[1]


def check_past(found: PartialDate, written: str) -> None:
    """Refuse a day to come, and one before anything the portal knows."""
    if found.day > timezone.localdate():
        raise InvalidInput(f"“{written}”还没有到，请核对日期。")
    if found.day < EARLIEST:
        raise InvalidInput(f"“{written}”早于1990年，请核对日期。")


def last_day(found: PartialDate) -> date:
    """The last day that a partial date may mean."""
    if found.precision == "year":
        return found.day.replace(month=12, day=31)
    if found.precision == "month":
        return found.day.replace(day=calendar.monthrange(found.day.year, found.day.month)[1])
    return found.day


def counted_month(found: PartialDate) -> str:
    """The month from which something is in the figures: of a day known only by its year, December."""
    return f"{last_day(found):%Y-%m}"
