"""The kind about deadlines."""

from __future__ import annotations

from datetime import date

from portal.explain.inputs import choice, count, day
from portal.explain.registry import Explanation, kind

UNIT_NAMES = {
    "calendar_day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
}
LONGEST = 3660


@kind(
    "deadline",
    "期限",
    start=day("起算事由发生之日"),
    length=count("期限长度", least=1, most=LONGEST),
    unit=choice("期限单位", tuple(UNIT_NAMES)),
)
def deadline(start: date, length: int, unit: str) -> Explanation:
    """Strict and rolled due dates; refuses a year whose working days are not loaded."""
    from portal.clock.calendar import current_calendar
    from portal.clock.deadlines import deadline as count_deadline

    found = count_deadline(start, length, unit, current_calendar())
    steps = [
        f"{start.isoformat()} 是起算当天，不计入；从次日起算 {length}{UNIT_NAMES[unit]}（民法典第二百零一条）。",
        f"按期限计算，最后一天是 {found.strict.isoformat()}。",
    ]
    if found.due != found.strict:
        steps.append(
            f"这一天是休息日，顺延到其后第一个工作日 {found.due.isoformat()}（民法典第二百零三条）。"
        )
    return Explanation({"strict": found.strict.isoformat(), "due": found.due.isoformat()}, steps)
