"""The kind about deadlines."""

from __future__ import annotations

from datetime import date

from portal.clock.calendar import current_calendar
from portal.clock.deadlines import Unit
from portal.clock.deadlines import deadline as count_deadline
from portal.explain.inputs import choice, count, day
from portal.explain.registry import Explanation, kind

UNITS = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR)
LONGEST = 3660


@kind(
    "deadline",
    "期限",
    start=day("起算事由发生之日"),
    length=count("期限长度", least=1, most=LONGEST),
    unit=choice("期限单位", tuple(map(str, UNITS))),
)
def deadline(start: date, length: int, unit: str) -> Explanation:
    """Strict and rolled due dates; refuses a year whose working days are not loaded."""
    calendar = current_calendar()
    found = count_deadline(start, length, unit, calendar)
    steps = [
        f"{start.isoformat()} 是起算当天，不计入；从次日起算 {length}{Unit(unit).label}（民法典第二百零一条）。",
        f"按期限计算，最后一天是 {found.strict.isoformat()}。",
    ]
    if unit == Unit.WORKING_DAY:
        steps.append("只数工作日：周末和法定节假日不算，调休上班的周末要算。")
    if found.due != found.strict:
        rest = calendar.reason_for_rest(found.strict)
        steps.append(
            f"这一天是{rest}，不上班，顺延到其后第一个工作日 {found.due.isoformat()}（民法典第二百零三条）。"
        )
    return Explanation({"strict": found.strict.isoformat(), "due": found.due.isoformat()}, steps)
