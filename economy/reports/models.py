"""What was reported, revision by revision."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from economy.indicators.models import Indicator
from portal.clock.fields import MonthField
from portal.constraints import holds, once
from portal.fields import amount_field, colleague_field, document_field
from portal.figures.exact import read_decimal
from portal.figures.periods import Period
from portal.figures.quantity import Quantity, Unit
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText
from portal.workflow.flows import by_another


class ReportState(models.TextChoices):
    """The life of a monthly figure."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"
    LOCKED = "locked", "已锁定"
    SUPERSEDED = "superseded", "已被更正"
    VOIDED = "voided", "已作废"


STANDING = (ReportState.PUBLISHED, ReportState.LOCKED)
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
OPEN = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.APPROVED)


class IndicatorReportQuerySet(ScopedQuerySet):
    """Reports by state and period."""

    def standing(self) -> Self:
        """The figure that counts: the published revision of each indicator, area and period."""
        return self.filter(is_current=True)

    def open(self) -> Self:
        """Not yet published."""
        return self.filter(state__in=OPEN)


class IndicatorReport(ScopedModel):
    """A figure as reported for an area and a period; a published one is never overwritten, only superseded.

    Values stand as printed, in the unit printed (`cum_text` keeps "0.3" apart from "0.30"). A missing value
    is null, never zero. The published rates stand beside those computed from the records, and neither
    corrects the other: bases are restated to the same scope, value added is at comparable prices.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="reports", verbose_name="指标")
    code = models.CharField("编号", max_length=40, db_index=True, editable=False)
    title = models.CharField("标题", max_length=160, editable=False)
    period = MonthField(
        "期间", validators=[RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", "期间应形如 2018-03。")],
        help_text="填累计到哪个月，例如 2018-03 或 2018年3月。",
    )  # fmt: skip
    revision_no = models.PositiveSmallIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=12, choices=ReportState, default=ReportState.DRAFT)
    is_current = models.BooleanField("现行", default=False)
    unit = models.CharField("单位", max_length=8, choices=[(unit.value, unit.value) for unit in Unit])
    cum_value = amount_field(
        "本年累计", "1月到本月的累计数。没有数就空着，不要填 0，并在“说明”里写明原因。", digits=20
    )
    cum_text = models.CharField("本年累计（原样）", max_length=40, blank=True)
    month_value = amount_field("本月", digits=20)
    base_value = amount_field("上年同期累计", digits=20)
    reported_yoy_pct = amount_field(
        "公布同比（%）", "填对外公布的数；系统另行计算，两者并列，互不改动。", digits=12, places=4
    )
    yoy_text = models.CharField("公布同比（原样）", max_length=20, blank=True)
    reported_over_target_pct = amount_field("公布超目标（%）", digits=12, places=4)
    over_target_text = models.CharField("公布超目标（原样）", max_length=20, blank=True)
    negative_adjustment_reason = models.CharField(
        "累计减少的原因", max_length=200, blank=True, help_text="累计数比上期小时填写：退税、退库、核减等。"
    )
    correction_reason = models.CharField(
        "更正理由",
        max_length=200,
        blank=True,
        help_text="本期已有发布的数时填写；原来的数会保留，新数为下一版。",
    )
    is_illustrative = models.BooleanField("示例数据", default=False)
    note = models.TextField("说明", blank=True)
    due_on = models.DateField("填报期限")
    review_due_on = models.DateField("审核期限")
    source_document = document_field()
    submitted_by = colleague_field("填报人")
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    reviewed_by = colleague_field("审核人")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    search_text = SearchText("title", "note")

    objects: ClassVar = IndicatorReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标填报"
        constraints = [
            once(
                ("indicator", "area", "period", "revision_no"),
                name="report_revision_once",
                told="这个指标本期已有同一版次的填报。",
            ),
            once(
                ("indicator", "area", "period"),
                name="report_current_once",
                told="同一指标同一期间只能有一个现行数。",
                where=Q(is_current=True),
            ),
            once(
                ("indicator", "area", "period"),
                name="report_open_once",
                told="这个指标本期已有一份未发布的填报，请在那一份上修改。",
                where=Q(state__in=["draft", "submitted", "returned", "approved"]),
            ),
            holds(
                Q(is_current=False) | Q(state__in=["published", "locked"]),
                name="report_current_is_published",
                told="只有已发布的数可以作为现行数。",
            ),
            holds(
                Q(revision_no=1) | ~Q(correction_reason=""),
                name="report_correction_explained",
                told="更正必须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"]) | by_another("reviewed_by", "submitted_by"),
                name="report_reviewed_by_another",
                violation_error_message="指标要由填报人以外的人审核、发布。",
                violation_error_code="NotPermitted",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="report_area_newest"),
            models.Index(
                fields=["area", "period", "indicator"], condition=Q(is_current=True), name="report_standing"
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=["draft", "returned"]), name="report_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("economy:report", args=[self.pk])

    @property
    def span(self) -> Period:
        """The period the figure covers: January to the month."""
        return Period(int(self.period[:4]), int(self.period[5:]), cumulative=True)

    @property
    def quantity(self) -> Quantity | None:
        """The cumulative figure with unit and printed precision; None when missing."""
        if self.cum_value is None:
            return None
        return Quantity(read_decimal(self.cum_text) if self.cum_text else self.cum_value, Unit(self.unit))

    @property
    def base_quantity(self) -> Quantity | None:
        """The reported figure of the same period last year; None when not reported."""
        return None if self.base_value is None else Quantity(self.base_value, Unit(self.unit))
