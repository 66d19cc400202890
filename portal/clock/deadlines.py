"""Counting deadlines. Pure: no database, no today, no settings.

Day 0, the day something happens, is not counted (Civil Code art. 201). Months and years end on the same
day number, or on the month's last day where there is none (art. 202). A last day on which nobody works
moves to the first workday after it (art. 203). The unit belongs to the rule, never to the word 日.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.clock.workdays import ONE_DAY, WorkCalendar
from portal.errors import InvalidInput

YELLOW_WITHIN, RED_WITHIN = 5, 2


class Unit(StrEnum):
    """What a length counts."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"

    @property
    def label(self) -> str:
        """As written after a number: 5 个工作日."""
        return UNIT_LABELS[self]


UNIT_LABELS = {
    Unit.CALENDAR_DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}


class Light(StrEnum):
    """How urgent: more than 5 days, at most 5, at most 2, past due (project default)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Due:
    """The last day: `strict` as counted, `due` moved to a workday. dates when counted in hours."""

    strict: date
    due: date


def deadline(
    start: date,
    length: int,
    unit: Unit | str,
    calendar: WorkCalendar,
    pauses: Iterable[tuple[date, date]] = (),
    *,
    roll: bool = True,
) -> Due:
    """The last day of `length` units after `start`.

    Each pause runs from the day something was asked for (still counted) to the day the answer came (not
    counted). Hours start at the moment itself and do not roll. Raises `CalendarUnavailable` when the
    working days of a year are needed and not loaded; calendar days with `roll=False` need none.
    """
    unit = Unit(unit)
    try:
        strict = strict_end(start, length, unit, calendar, pauses)
        needs_roll = roll and unit not in (Unit.WORKING_DAY, Unit.HOUR)
        return Due(strict, calendar.roll(strict) if needs_roll else strict)
    except OverflowError:
        raise InvalidInput("期限超出了可以推算的年份范围。") from None


def strict_end(
    start: date, length: int, unit: Unit, calendar: WorkCalendar, pauses: Iterable[tuple[date, date]] = ()
) -> date:
    """The last day as counted, without moving it; asks the calendar only for working days."""
    if length < 1:
        raise InvalidInput("期限长度至少为 1。")
    stopped = merge_pauses(pauses)
    if unit is Unit.WORKING_DAY:
        return _working_day_end(start, length, calendar, stopped)
    return _push_back(start, _plain_end(start, length, unit), stopped)


def merge_pauses(pauses: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Pauses in order, overlapping ones joined; refuses one that ends before it begins."""
    merged: list[tuple[date, date]] = []
    for begin, end in sorted(pauses):
        if end < begin:
            raise InvalidInput("中止的结束不能早于开始。")
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, or that month's last day where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        raise OverflowError
    last = monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def valid_until(start: date, length: int, unit: Unit | str) -> date:
    """The last valid day of a licence valid from `start`, which itself counts.

    2021-11-24 for 5 years is valid to 2026-11-23. From 29 February the last day is 28 February.
    """
    unit = Unit(unit)
    if unit not in (Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR):
        raise InvalidInput("有效期只能按日、月或年计算。")
    end = _plain_end(start, length, unit)
    fell_short = unit is not Unit.CALENDAR_DAY and end.day < start.day
    return end if fell_short else end - ONE_DAY


def apply_by(valid_to: date, days: int) -> date:
    """The last day to apply for renewal `days` calendar days before `valid_to`."""
    return valid_to - timedelta(days=days)


def exceeds(start: date, length: int, unit: Unit | str, day: date) -> bool:
    """Whether on `day` more than the length has passed (超过 excludes the last day itself)."""
    return day > _plain_end(start, length, Unit(unit))


def overdue_days(due: date, today: date) -> int:
    """Full days past due; 0 on the due day itself and before."""
    return max(0, (today - due).days)


def warning_light(strict: date, due: date, today: date) -> Light:
    """Overdue by the moved day, warned by the strict one (domain sheet 2.0)."""
    left = (strict - today).days
    if today > due:
        return Light.OVERDUE
    if left <= RED_WITHIN:
        return Light.RED
    return Light.YELLOW if left <= YELLOW_WITHIN else Light.GREEN


def business_day(moment: datetime, closes: time) -> date:
    """The day an act at local `moment` counts for: after closing time, the next (Civil Code art. 203)."""
    return moment.date() + ONE_DAY if moment.time() > closes else moment.date()


def _plain_end(start: date, length: int, unit: Unit) -> date:
    if unit is Unit.HOUR:
        if not isinstance(start, datetime):
            raise InvalidInput("按小时计算的期限要写明起算的时刻。")
        return start + timedelta(hours=length)
    if unit is Unit.CALENDAR_DAY:
        return start + timedelta(days=length)
    return add_months(start, length * (12 if unit is Unit.YEAR else 1))


def _push_back(start: date, end: date, stopped: list[tuple[date, date]]) -> date:
    """`end` later by what was stopped before it, stop by stop."""
    for begin, until in stopped:
        begin = max(begin, start)
        if begin < end and until > begin:
            end += until - begin
    return end


def _working_day_end(
    start: date, length: int, calendar: WorkCalendar, stopped: list[tuple[date, date]]
) -> date:
    day, left = start, length
    for begin, until in [*stopped, (date.max, date.max)]:
        while left and day < begin:
            day += ONE_DAY
            left -= calendar.is_workday(day)
        if not left:
            return day
        day = max(day, until)
    raise OverflowError
