"""A year laid out as twelve months. Pure."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from portal.clock.workdays import WorkCalendar

WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True)
class DayCell:
    """A day of the year: `kind` is workday, weekend, holiday or makeup; `name` says what for."""

    day: date
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday; days of other months are None."""

    number: int
    weeks: list[list[DayCell | None]]


def months_of(year: int, calendar: WorkCalendar) -> list[Month]:
    """The twelve months of a loaded year; refuses a year that is not loaded."""
    return [
        Month(
            month,
            [
                [_cell(day, calendar) if day.month == month else None for day in week]
                for week in WEEKS.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(day: date, calendar: WorkCalendar) -> DayCell:
    works = calendar.is_workday(day)
    if day in calendar.makeup_days:
        return DayCell(day, "makeup", f"{calendar.makeup_days[day]}调休上班")
    if day in calendar.holidays:
        return DayCell(day, "holiday", calendar.holidays[day])
    return DayCell(day, "workday" if works else "weekend")
