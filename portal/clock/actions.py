"""Loading a year, setting rules, and the life of a deadline: start, pause, resume, extend, finish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils import timezone

from portal.clock.calendar import current_calendar, forget_calendar
from portal.clock.deadlines import Unit
from portal.clock.deadlines import deadline as count
from portal.clock.models import CalendarDay, CalendarYear, DayKind, Deadline, DeadlineRule, Extension, Pause
from portal.clock.notice import Holiday, check_holidays, read_notice
from portal.clock.workdays import WorkCalendar
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.scoping import area_of
from portal.writing import in_turn, locked, locked_rows, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User


@writing()
def load_notice(*, year: int, notice: str, by: User, document_number: str = "") -> CalendarYear:
    """Load a year from the notice's text; its document number is read there unless given."""
    read = read_notice(notice, year)
    number = document_number or read.document_number
    return load_year(year, holidays=read.holidays, document_number=number, notice=notice, by=by)


@writing()
def load_year(
    year: int,
    *,
    holidays: Iterable[Holiday],
    document_number: str,
    by: User,
    notice: str = "",
    source: str = "",
) -> CalendarYear:
    """Make the working days of `year` known by the State Council's notice, replacing an earlier loading.

    Running deadlines that end in or after the changed days are counted afresh. Refuses holidays that
    overlap, fall outside the year or its December before, or leave out one of the seven of every year.
    """
    if not by.has_perm("clock.load_year"):
        raise NotPermitted("只有系统管理员可以载入工作日历。")
    holidays = list(holidays)
    problems = check_holidays(holidays, year)
    if not document_number.strip():
        problems.insert(0, "没有填写通知的文号。")
    if problems:
        raise InvalidInput("工作日历没有载入：" + "".join(problems), [{"message": text} for text in problems])
    seed_missing_years()
    loaded, _ = CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "document_number": document_number.strip(),
            "notice": notice,
            "source": source,
            "loaded_by": by,
        },
    )
    _replace_days(loaded, holidays)
    forget_calendar()
    transaction.on_commit(forget_calendar)
    _recount_running(since=date(year - 1, 12, 1))
    return loaded


@writing()
def seed_missing_years() -> list[int]:
    """Load the published years the table lacks from the seed; returns them. Loaded years stay as they are."""
    from portal.clock.calendar import seed_calendar

    in_turn("clock.calendar")
    seed = seed_calendar()
    missing = seed.years - set(CalendarYear.objects.values_list("year", flat=True))
    CalendarYear.objects.bulk_create(
        [
            CalendarYear(year=year, source="国务院办公厅历年节假日安排通知（软件自带）")
            for year in sorted(missing)
        ]
    )
    _write_days(_seed_days(seed, missing))
    forget_calendar()
    return sorted(missing)


def _replace_days(year: CalendarYear, holidays: Iterable[Holiday]) -> None:
    """Write a notice's days; one that reaches into the December before overrules what was known there."""
    year.days.all().delete()
    days = [
        CalendarDay(notice=year, day=day, kind=kind, name=holiday.name)
        for holiday in holidays
        for kind, listed in ((DayKind.HOLIDAY, holiday.days()), (DayKind.MAKEUP, holiday.makeup_days))
        for day in listed
    ]
    CalendarDay.objects.filter(day__in=[day.day for day in days]).delete()
    _write_days(days)


@writing()
def set_rule(
    *,
    code: str,
    name: str,
    length: int,
    unit: Unit | str,
    legal_basis: str,
    effective_from: date,
    by: User,
    roll: bool = True,
    extension_cap: int = 0,
) -> DeadlineRule:
    """A new version of a rule from `effective_from`; the version before it ends the day before."""
    if not by.has_perm("clock.set_rule"):
        raise NotPermitted("只有系统管理员可以设置期限规则。")
    rule = DeadlineRule(
        code=code, name=name, length=length, unit=unit, legal_basis=legal_basis,
        effective_from=effective_from, roll=roll, extension_cap=extension_cap,
    )  # fmt: skip
    before = DeadlineRule.objects.filter(
        code=code, effective_from__lt=effective_from, effective_to__isnull=True
    )
    before.update(effective_to=effective_from - timedelta(days=1))
    return saved(rule)


@writing()
def start_deadline(record: models.Model, code: str, *, start: date | datetime, by: User) -> Deadline:
    """Attach the deadline `code` to a scoped record, by the version in force on the day it starts.

    Who may do so is asked by the step or action of the record. Refuses a year without a calendar.
    """
    local = timezone.localtime(start) if isinstance(start, datetime) else None
    day = local.date() if local else start
    rule = DeadlineRule.objects.in_force(code, day)
    if rule.unit == Unit.HOUR and local is None:
        raise InvalidInput("按小时计算的期限要写明起算的时刻。")
    deadline = Deadline(
        model=record._meta.label_lower, object_id=record.pk, area_id=area_of(record),
        rule=rule, started_on=day, started_at=local, created_by=by,
    )  # fmt: skip
    _count(deadline, rule.length, [])
    return saved(deadline)


@writing()
def pause(deadline: Deadline, *, on: date, reason: str, by: User) -> Pause:
    """Stop counting from `on`, the day something was asked for, which still counts."""
    _lock_open(deadline)
    if deadline.is_paused:
        raise WrongState("这个期限已经中止，收到答复后才能再次中止。")
    if deadline.rule.unit == Unit.HOUR:
        raise WrongState("按小时计算的期限不能中止。")
    previous = deadline.stops.order_by("-ended_on").first()
    earliest = (previous.ended_on if previous else None) or deadline.started_on
    if on < earliest:
        raise InvalidInput(f"中止日不能早于 {earliest}。")
    stop = Pause.objects.create(deadline=deadline, began_on=on, reason=_given(reason, "中止"), created_by=by)
    deadline.paused_on = on
    saved(deadline)
    return stop


@writing()
def resume(deadline: Deadline, *, on: date, by: User) -> Deadline:
    """Count on from the day after `on`, the day the answer came; the due days move."""
    _lock_open(deadline)
    stop = deadline.stops.filter(ended_on__isnull=True).first()
    if stop is None:
        raise WrongState("这个期限没有中止。")
    if on < stop.began_on:
        raise InvalidInput(f"恢复日不能早于中止日 {stop.began_on}。")
    stop.ended_on = on
    stop.save(update_fields=["ended_on", "updated_at"])
    deadline.paused_on = None
    return _recounted(deadline)


@writing()
def extend(deadline: Deadline, *, length: int, reason: str, by: User) -> Extension:
    """Grant `length` more units of the rule; all extensions together stay within the rule's cap."""
    _lock_open(deadline)
    left = deadline.rule.extension_cap - deadline.extended_by()
    if not 1 <= length <= left:
        unit = Unit(deadline.rule.unit).label
        raise InvalidInput(f"这个期限还可以延长 {left}{unit}，不能延长 {length}{unit}。")
    extension = Extension.objects.create(
        deadline=deadline, length=length, reason=_given(reason, "延长"), created_by=by
    )
    _recounted(deadline)
    return extension


@writing()
def finish(deadline: Deadline, *, on: date, by: User) -> Deadline:
    """The record was dealt with on `on`; a pause still open ends with it."""
    _lock_open(deadline)
    if on < deadline.started_on:
        raise InvalidInput(f"办结日不能早于起算日 {deadline.started_on}。")
    deadline.stops.filter(ended_on__isnull=True).update(
        ended_on=models.functions.Greatest("began_on", models.Value(on))
    )
    deadline.paused_on, deadline.finished_on = None, on
    return saved(deadline)


def _recounted(deadline: Deadline) -> Deadline:
    """The due days counted afresh from the rule, the pauses and the extensions of a locked deadline."""
    _count(deadline, deadline.total_length(), deadline.pauses())
    return saved(deadline)


def _recount_running(since: date) -> None:
    """Deadlines that end before `since` never looked at the days that changed."""
    for deadline in locked_rows(Deadline.objects.running().filter(due_on__gte=since).select_related("rule")):
        _recounted(deadline)


def _count(deadline: Deadline, length: int, pauses: list[tuple[date, date]]) -> None:
    rule = deadline.rule
    start: Any = deadline.started_at if rule.unit == Unit.HOUR else deadline.started_on
    due = count(start, length, rule.unit, current_calendar(), pauses, roll=rule.roll)
    if rule.unit == Unit.HOUR:
        # Counted in hours, the end is a moment.
        deadline.due_at = cast("datetime", due.due)
        deadline.strict_on = deadline.due_on = timezone.localtime(deadline.due_at).date()
    else:
        deadline.strict_on, deadline.due_on = due.strict, due.due


def _lock_open(deadline: Deadline) -> None:
    locked(deadline)
    if not deadline.is_open:
        raise WrongState("这个期限已经办结。")


def _given(reason: str, act: str) -> str:
    if len(reason.strip()) < 2:
        raise InvalidInput(f"{act}期限要写明理由。", [{"field": "reason", "message": "没有写理由"}])
    return reason.strip()


def _seed_days(seed: WorkCalendar, years: Iterable[int]) -> list[CalendarDay]:
    return [
        CalendarDay(notice_id=day.year, day=day, kind=kind, name=name)
        for kind, named in ((DayKind.HOLIDAY, seed.holidays), (DayKind.MAKEUP, seed.makeup_days))
        for day, name in named.items()
        if day.year in years
    ]


def _write_days(days: list[CalendarDay]) -> None:
    CalendarDay.objects.bulk_create(days)
