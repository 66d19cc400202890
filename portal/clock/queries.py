"""What pages and health checks ask about the calendar."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from portal.clock.calendar import current_calendar

NOTICE_EXPECTED = (12, 1)


def year_missing(on: date | None = None) -> int | None:
    """The year whose calendar is missing on `on`: this one, or the next from 1 December; None when all is well."""
    day = on or timezone.localdate()
    years = current_calendar().years
    if day.year not in years:
        return day.year
    if (day.month, day.day) >= NOTICE_EXPECTED and day.year + 1 not in years:
        return day.year + 1
    return None
