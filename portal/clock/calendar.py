"""Which working calendar is in force: the office's own table, or the seed where there is none."""

from __future__ import annotations

import time
from functools import lru_cache

from portal.clock.workdays import WorkCalendar

REMEMBERED_SECONDS = 30


@lru_cache(maxsize=1)
def seed_calendar() -> WorkCalendar:
    """The published calendars that come with the `chinesecalendar` package."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {item.value: item.chinese for item in Holiday}
    return WorkCalendar(
        frozenset(day.year for day in holidays),
        {day: names[name] for day, name in holidays.items()},
        {day: names[name] for day, name in workdays.items()},
    )


_remembered: tuple[float, WorkCalendar] | None = None


def current_calendar() -> WorkCalendar:
    """The office's calendar: the loaded table, or the seed before anything was loaded.

    Remembered for half a minute in each process; `forget_calendar` drops it at once.
    """
    global _remembered
    now = time.monotonic()
    if _remembered is None or now - _remembered[0] > REMEMBERED_SECONDS:
        _remembered = (now, _loaded_calendar() or seed_calendar())
    return _remembered[1]


def forget_calendar() -> None:
    """Read the table afresh at the next question (it was just changed)."""
    global _remembered
    _remembered = None


def _loaded_calendar() -> WorkCalendar | None:
    """The calendar of the database; None when there is no database, no table or nothing in it."""
    from django.db import OperationalError, ProgrammingError, transaction

    from portal.clock.models import CalendarYear

    try:
        with transaction.atomic():
            return CalendarYear.objects.calendar()
    except transaction.TransactionManagementError:
        raise
    except (OperationalError, ProgrammingError):
        return None
