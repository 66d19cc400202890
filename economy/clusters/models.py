"""Industry clusters and the enterprises that belong to them, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from economy.projects.models import DatePrecision
from portal.constraints import holds, if_given, once
from portal.fields import amount_field, document_field
from portal.scoping import Record, Scope, ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText


class IndustryCluster(ScopedModel):
    """A cluster the office cultivates: its leading chain and what it is to reach (domain sheet 2.3)."""

    name = models.CharField("集群名称", max_length=60, help_text="例如：保险金融产业集群。")
    lead_chain = models.CharField("主导产业链", max_length=100, blank=True)
    target_output = amount_field("目标产值（万元）", "没有目标就空着。")
    target_year = models.PositiveSmallIntegerField("目标年度", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)
    source_document = document_field()
    search_text = SearchText("name", "lead_chain", "note")

    class Meta:
        verbose_name = verbose_name_plural = "产业集群"
        constraints = [
            once(("area", "name"), name="cluster_once", told="这个区域已有同名的产业集群。"),
            if_given(
                "target_output",
                gt=0,
                name="cluster_target_positive",
                told="目标产值应大于零，没有目标就空着。",
            ),
        ]
        indexes = [models.Index(fields=["area", "-id"], name="cluster_area_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The cluster's page."""
        return reverse("economy:cluster", args=[self.pk])


class ClusterRole(models.TextChoices):
    """What an enterprise is in its cluster."""

    LEADER = "leader", "龙头"
    CORE = "core", "核心"
    SUPPORTING = "supporting", "配套"
    SERVICE = "service", "服务"


class ClusterMembershipQuerySet(ScopedQuerySet):
    """Memberships by day."""

    def on(self, day: Any) -> Self:
        """Those that hold on `day` (a date or an expression): joined by then, and not yet left."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), joined_on__lte=day)


class ClusterMembership(Record):
    """An enterprise's time in a cluster: a member from `joined_on` up to, but not on, `left_on`.

    Of a joining known only to the month or the year, `joined_on` is the last day of it: the enterprise is
    never counted before it is known to belong. One enterprise may belong again after leaving, never twice
    at one time.
    """

    cluster = models.ForeignKey(
        IndustryCluster, models.PROTECT, related_name="memberships", verbose_name="产业集群"
    )
    enterprise = models.ForeignKey(
        "governance.Enterprise", models.PROTECT, related_name="cluster_memberships", verbose_name="企业"
    )
    role = models.CharField("角色", max_length=10, choices=ClusterRole, default=ClusterRole.CORE)
    joined_on = models.DateField(
        "加入日期",
        help_text="例如 2018-03-15；只知道月份或年份的，写 2018年3月 或 2017年，按那个月、那一年的最后一天起算。",
    )
    joined_precision = models.CharField(
        "加入日期精度", max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    left_on = models.DateField("退出日期", null=True, blank=True, help_text="不再是成员的第一天。")
    left_reason = models.CharField("退出原因", max_length=200, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)
    source_document = document_field()

    scope: ClassVar[Scope] = Scope(path="cluster__area_id")
    stands_within: ClassVar[str] = "cluster"
    objects = ClusterMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集群成员"
        constraints = [
            if_given("left_on", gt=F("joined_on"), name="membership_days_ordered", told="退出日期应晚于加入日期。"),
            holds(Q(left_on__isnull=True) | ~Q(left_reason=""), name="membership_leaving_explained", told="退出要写明原因。"),
            ExclusionConstraint(
                name="membership_never_twice_at_once",
                expressions=[
                    (
                        Func(F("cluster"), F("cluster"), Value("[]"), function="int8range",
                             output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("enterprise"), F("enterprise"), Value("[]"), function="int8range",
                             output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("joined_on"), F("left_on"), Value("[)"), function="daterange",
                             output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="这家企业在这段时间里已经是这个集群的成员。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["enterprise", "joined_on"], name="membership_of_enterprise")]

    def __str__(self) -> str:
        return f"{self.cluster}：{self.enterprise}"

    def get_absolute_url(self) -> str:
        """The membership's page."""
        return reverse("economy:cluster_member", args=[self.pk])

    @property
    def joined_text(self) -> str:
        """The day of joining as far as it is known."""
        shown: dict[str, str] = {DatePrecision.YEAR: "%Y年", DatePrecision.MONTH: "%Y年%-m月"}
        return self.joined_on.strftime(shown.get(self.joined_precision, "%Y-%m-%d"))

    def holds_on(self, day: date) -> bool:
        """Whether the enterprise is a member on `day`."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)
