"""The calendar as data, deadline rules with effective dates, and the deadlines of records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from portal.clock.deadlines import Light, Unit, overdue_days, warning_light
from portal.clock.errors import NoSuchRule
from portal.clock.workdays import WorkCalendar
from portal.scoping import Record, Scope, ScopedModel, ScopedQuerySet


class CalendarYearManager(models.Manager["CalendarYear"]):
    """Loaded years."""

    def calendar(self) -> WorkCalendar | None:
        """All loaded years as one calendar; None before the first was loaded."""
        years = frozenset(self.values_list("year", flat=True))
        days = CalendarDay.objects.values_list("day", "kind", "name") if years else ()
        kinds: dict[str, dict[date, str]] = {kind: {} for kind in DayKind.values}
        for day, kind, name in days:
            kinds[kind][day] = name
        return WorkCalendar(years, kinds[DayKind.HOLIDAY], kinds[DayKind.MAKEUP]) if years else None


class CalendarYear(models.Model):
    """A year whose working days are known, by the State Council's notice for it."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    notice = models.TextField("通知原文", blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name="载入人"
    )
    loaded_at = models.DateTimeField("载入时间", auto_now=True)

    objects = CalendarYearManager()

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"

    def __str__(self) -> str:
        return f"{self.year}年"


class DayKind(models.TextChoices):
    """Why a day is not what its weekday says."""

    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "调休上班"


class CalendarDay(models.Model):
    """A day off or a make-up workday; it belongs to the notice that says so, which may reach into December before."""

    notice = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="通知")
    day = models.DateField("日期", unique=True)
    kind = models.CharField("性质", max_length=8, choices=DayKind)
    name = models.CharField("节日", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "放假调休日"

    def __str__(self) -> str:
        return f"{self.day}{self.get_kind_display()}（{self.name}）"


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Rules by code and day."""

    def in_force(self, code: str, on: date) -> DeadlineRule:
        """The version of `code` in force on `on`, the day of the data; refuses when there is none."""
        until = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
        rule = self.filter(until, code=code, effective_from__lte=on).first()
        if rule is None:
            raise NoSuchRule(code, on)
        return rule


class DeadlineRule(models.Model):
    """How long something may take, by which article, from when to when (both days included)."""

    code = models.SlugField("代码", max_length=60)
    name = models.CharField("名称", max_length=80)
    length = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=12, choices=[(unit.value, unit.label) for unit in Unit])
    roll = models.BooleanField("末日遇休息日顺延", default=True)
    extension_cap = models.PositiveSmallIntegerField(
        "最多延长", default=0, help_text="与期限同一单位；0 表示不得延长"
    )
    legal_basis = models.CharField("依据", max_length=200)
    effective_from = models.DateField("施行日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限规则"
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=1),
                name="deadline_rule_length",
                violation_error_message="期限至少为 1。",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=list(Unit)),
                name="deadline_rule_unit_known",
                violation_error_message="没有这种期限单位。",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="deadline_rule_dates_ordered",
                violation_error_message="失效日期不能早于施行日期。",
            ),
            # Ranges of the code's hash, because plain equality in a GiST index needs an extension.
            ExclusionConstraint(
                name="deadline_rule_no_overlap",
                expressions=[
                    (
                        Func(
                            Cast(Func("code", function="hashtext"), models.BigIntegerField()),
                            Cast(Func("code", function="hashtext"), models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("effective_from", "effective_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="同一规则的施行期间不能重叠；请先给上一版填写失效日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.length}{Unit(self.unit).label}）"


class DeadlineQuerySet(ScopedQuerySet):
    """Deadlines of records."""

    def of(self, record: models.Model) -> Self:
        """The deadlines of one record, oldest first."""
        return self.filter(model=record._meta.label_lower, object_id=record.pk).order_by("id")

    def open(self) -> Self:
        """Not finished: running or paused."""
        return self.filter(finished_on__isnull=True)

    def running(self) -> Self:
        """Counting now."""
        return self.open().filter(paused_on__isnull=True)

    def paused(self) -> Self:
        """Stopped, waiting for an answer."""
        return self.open().filter(paused_on__isnull=False)

    def overdue(self, on: date | None = None) -> Self:
        """Running and past due on `on`; asked about now, hours count to the minute."""
        late = Q(due_on__lt=on or timezone.localdate())
        return self.running().filter(late if on else late | Q(due_at__lt=timezone.now()))

    def due_within(self, days: int, on: date | None = None) -> Self:
        """Running and due from `on` to `days` calendar days later."""
        day = on or timezone.localdate()
        return self.running().filter(due_on__gte=day, due_on__lte=day + timedelta(days=days))


class Deadline(ScopedModel):
    """By when a record must be dealt with. The record is named by label and id, as in its timeline.

    `strict_on` is the last day as counted, `due_on` moved to a workday. Both stay while it is paused and
    are counted afresh when the answer comes.
    """

    model = models.CharField("记录类型", max_length=60, editable=False)
    object_id = models.BigIntegerField("记录", editable=False)
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="+", verbose_name="规则")
    started_on = models.DateField("起算事由发生日")
    started_at = models.DateTimeField("起算时刻", null=True, editable=False)
    strict_on = models.DateField("期限末日", editable=False)
    due_on = models.DateField("到期日", editable=False)
    due_at = models.DateTimeField("到期时刻", null=True, editable=False)
    paused_on = models.DateField("中止日", null=True, editable=False)
    finished_on = models.DateField("办结日", null=True, editable=False)

    scope = Scope()
    objects: ClassVar = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "rule"],
                condition=Q(finished_on__isnull=True),
                name="deadline_once_per_rule",
                violation_error_message="这条记录的这个期限已经在计算。",
                violation_error_code="WrongState",
            )
        ]
        indexes = [
            models.Index(fields=["model", "object_id"]),
            models.Index(
                fields=["area", "due_on"], condition=Q(finished_on__isnull=True), name="deadline_open_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule.name}：{self.due_on}"

    @property
    def is_open(self) -> bool:
        """Not finished yet."""
        return self.finished_on is None

    @property
    def is_paused(self) -> bool:
        """Stopped, waiting for an answer."""
        return self.is_open and self.paused_on is not None

    def light(self, on: date | None = None) -> Light | None:
        """The warning light on `on`; none while paused or when finished."""
        if not self.is_open or self.is_paused:
            return None
        if on is None and self.due_at is not None and timezone.now() > self.due_at:
            return Light.OVERDUE
        return warning_light(self.strict_on, self.due_on, on or timezone.localdate())

    def overdue_days(self, on: date | None = None) -> int:
        """Full days past due, up to the day it was finished."""
        if self.is_paused:
            return 0
        return overdue_days(self.due_on, self.finished_on or on or timezone.localdate())

    def pauses(self) -> list[tuple[date, date]]:
        """The pauses that have ended, as the counting takes them."""
        stops = self.stops.filter(ended_on__isnull=False).values_list("began_on", "ended_on")
        return [(began_on, ended_on) for began_on, ended_on in stops if ended_on is not None]

    def total_length(self) -> int:
        """The rule's length with every extension granted."""
        return self.rule.length + self.extended_by()

    def extended_by(self) -> int:
        """The sum of the extensions, in the rule's unit."""
        return self.extensions.aggregate(total=models.Sum("length"))["total"] or 0


class PartOfDeadline(Record):
    """Something that happened to a deadline: seen by whoever sees the deadline."""

    reason = models.CharField("理由", max_length=200)

    scope = Scope("deadline__area_id")
    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reason


class Pause(PartOfDeadline):
    """A stop: from the day something was asked for (still counted) to the day the answer came (not counted)."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="stops", verbose_name="期限")
    began_on = models.DateField("中止日")
    ended_on = models.DateField("恢复日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "中止"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="pause_dates_ordered",
                violation_error_message="恢复日不能早于中止日。",
            ),
            models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(ended_on__isnull=True),
                name="pause_one_open",
                violation_error_message="这个期限已经中止。",
                violation_error_code="WrongState",
            ),
        ]


class Extension(PartOfDeadline):
    """More time, granted with a reason; never more in all than the rule allows."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="extensions", verbose_name="期限")
    length = models.PositiveSmallIntegerField("延长", help_text="与规则同一单位")

    class Meta:
        verbose_name = verbose_name_plural = "延长"
