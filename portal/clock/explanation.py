"""“为什么是这一天”: a deadline told step by step. Pure, like the counting it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from portal.clock.deadlines import Due, Unit, deadline, merge_pauses
from portal.clock.workdays import ONE_DAY, WorkCalendar


def steps(
    start: date,
    length: int,
    unit: Unit | str,
    calendar: WorkCalendar,
    pauses: Iterable[tuple[date, date]] = (),
    *,
    roll: bool = True,
    extended_by: int = 0,
) -> list[str]:
    """The sentences that lead from `start` to the due day; refuses what `deadline` refuses."""
    unit, stopped = Unit(unit), merge_pauses(pauses)
    due = deadline(start, length + extended_by, unit, calendar, stopped, roll=roll)
    told = [_beginning(start, length, unit)]
    if extended_by:
        told.append(f"经批准延长 {extended_by}{unit.label}，一共 {length + extended_by}{unit.label}。")
    told += [
        f"{begin} 至 {until} 中止：{begin} 当天仍计入，次日起停止，收到答复的 {until} 不计入，此后接着算。"
        for begin, until in stopped
        if until > start and begin < due.strict
    ]
    if unit is Unit.WORKING_DAY:
        told += _working_days(start, due, calendar, stopped)
    told.append(_ending(start, due, unit))
    if due.due != due.strict:
        told.append(
            f"{due.strict} 是休息日（{calendar.reason_for_rest(due.strict)}），"
            f"顺延到其后第一个工作日 {due.due}（民法典第二百零三条）。"
        )
    return told


def _beginning(start: date, length: int, unit: Unit) -> str:
    if unit is Unit.HOUR:
        return f"从 {start:%Y-%m-%d %H:%M} 开始算 {length}{unit.label}（民法典第二百零一条）。"
    return f"{start} 是起算当天，不计入；从次日 {start + ONE_DAY} 起算 {length}{unit.label}（民法典第二百零一条）。"


def _ending(start: date, due: Due, unit: Unit) -> str:
    if unit is Unit.HOUR:
        return f"到 {due.due:%Y-%m-%d %H:%M} 为止。"
    last = (due.strict + ONE_DAY).month != due.strict.month
    if unit in (Unit.MONTH, Unit.YEAR) and last and due.strict.day < start.day:
        return (
            f"{due.strict.month} 月没有 {start.day} 日，取当月最后一天 {due.strict}（民法典第二百零二条）。"
        )
    return f"按期限计算，最后一天是 {due.strict}。"


def _working_days(
    start: date, due: Due, calendar: WorkCalendar, stopped: list[tuple[date, date]]
) -> Iterator[str]:
    """The holidays skipped and the make-up workdays counted between start and end."""
    span = (start + timedelta(days=n) for n in range(1, (due.strict - start).days + 1))
    counted = [day for day in span if not any(begin < day <= until for begin, until in stopped)]
    skipped = [f"{_span(run)}（{calendar.holidays[run[0]]}）" for run in _runs(calendar, counted)]
    if skipped:
        yield f"其间放假不计：{'、'.join(skipped)}。"
    worked = [day.isoformat() for day in counted if day in calendar.makeup_days]
    if worked:
        yield f"调休上班照常计入：{'、'.join(worked)}。"


def _runs(calendar: WorkCalendar, days: list[date]) -> list[list[date]]:
    """Neighbouring holidays together."""
    holidays = [day for day in days if day in calendar.holidays]
    runs = [[day] for day in holidays[:1]]
    for before, day in pairwise(holidays):
        if day - before == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _span(run: list[date]) -> str:
    return run[0].isoformat() if len(run) == 1 else f"{run[0]} 至 {run[-1]}"
