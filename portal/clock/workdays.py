"""Working days: weekdays, less the rest days of the State Council's notice, plus its make-up workdays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.clock.errors import CalendarUnavailable

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """The known years and their exceptional days; a day of any other year raises `CalendarUnavailable`.

    `holidays` names the days of rest (weekends inside a holiday included), `makeup_days` the weekend
    days on which people work.
    """

    years: frozenset[int]
    holidays: dict[date, str] = field(default_factory=dict)
    makeup_days: dict[date, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`; refuses a year that is not loaded, weekends included."""
        if day.year not in self.years:
            raise CalendarUnavailable(day.year)
        if day in self.makeup_days:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def roll(self, day: date) -> date:
        """`day` if it is a workday, else the first workday after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def count_workdays(self, start: date, end: date) -> int:
        """Workdays after `start` up to and including `end`; 0 when `end` is not after `start`."""
        days = range(1, (end - start).days + 1)
        return sum(self.is_workday(start + timedelta(days=n)) for n in days)

    def reason_for_rest(self, day: date) -> str:
        """Why nobody works on `day`: the holiday's name, or the day of the week."""
        return self.holidays.get(day) or ("星期六" if day.weekday() == 5 else "星期日")
