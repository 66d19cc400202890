"""Indicators: what is measured, against which target and which plausible ranges."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from portal.constraints import holds, once, years_plausible
from portal.fields import amount_field, document_field
from portal.figures.quantity import Quantity, Unit
from portal.scoping import OfficeModel, ScopedModel, ScopedQuerySet


class Caliber(models.TextChoices):
    """Which money or which enterprises a figure counts; series of different calibers are never compared."""

    GENERAL_PUBLIC_BUDGET = "general_public_budget", "一般公共预算收入"
    TOTAL_FISCAL = "total_fiscal", "财政总收入（含上划）"
    TAX_ATTRIBUTED = "tax_attributed", "属地税收"
    ABOVE_DESIGNATED_SIZE = "above_designated_size", "规模以上工业企业"
    WHOLE_AREA = "whole_area", "全辖区"


class Direction(models.TextChoices):
    """Whether more is better or less is."""

    MORE = "more", "越多越好"
    LESS = "less", "越少越好"


class Basis(models.TextChoices):
    """How schedule progress is reckoned (project default: by month)."""

    MONTH = "month", "按月"
    DAY = "day", "按日"


class IndicatorQuerySet(ScopedQuerySet):
    """Indicators of an office."""

    def active(self) -> Self:
        """Those still reported."""
        return self.filter(is_active=True)

    def of_office(self, area_id: int) -> Self:
        """Those the office `area_id` defines, in its own order."""
        return self.filter(area_id=area_id).order_by("order", "id")


class Indicator(OfficeModel):
    """One thing the office measures, with its caliber, unit, direction and calendar (domain sheet 2.4).

    Reported figures are cumulative from January unless `is_cumulative` is off. `merges_january` marks series
    whose January is published only inside January–February. `query` names a computed indicator that an app
    declares; it is then never reported by hand.
    """

    code = models.SlugField("代码", max_length=60)
    name = models.CharField("名称", max_length=60)
    aliases = models.JSONField("别名", default=list, blank=True)
    caliber = models.CharField("口径", max_length=32, choices=Caliber)
    definition = models.TextField("指标解释", blank=True)
    unit = models.CharField("单位", max_length=8, choices=[(unit.value, unit.value) for unit in Unit])
    direction = models.CharField("方向", max_length=4, choices=Direction, default=Direction.MORE)
    is_cumulative = models.BooleanField("按年累计", default=True)
    merges_january = models.BooleanField("1—2月合并发布", default=False)
    at_comparable_prices = models.BooleanField("同比按可比价", default=False)
    schedule_basis = models.CharField("序时进度", max_length=5, choices=Basis, default=Basis.MONTH)
    submit_day = models.PositiveSmallIntegerField("次月几日前填报", default=5)
    review_day = models.PositiveSmallIntegerField("次月几日前审核", default=8)
    query = models.CharField("计算方法", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=100)
    is_active = models.BooleanField("在用", default=True)

    objects: ClassVar = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        constraints = [
            once(("area", "code"), name="indicator_code_once", told="本机构已有这个代码的指标。"),
            holds(
                Q(submit_day__range=(1, 28), review_day__range=(1, 28), review_day__gte=F("submit_day")),
                name="indicator_days_ordered",
                told="填报日、审核日应在 1 到 28 之间，审核日不早于填报日。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def answers_to(self, text: str) -> bool:
        """Whether `text` is this indicator's name or one of its aliases."""
        return text in (self.name, *self.aliases)


class IndicatorTarget(ScopedModel):
    """What an area is to reach in a year."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="指标")
    year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("年度目标", max_digits=20, decimal_places=6)
    unit = models.CharField("单位", max_length=8, choices=[(unit.value, unit.value) for unit in Unit])
    document = document_field("依据")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度目标"
        constraints = [
            once(
                ("indicator", "area", "year"),
                name="target_once_a_year",
                told="这个区域本年度已有目标，请修改原有目标。",
            ),
            years_plausible("target_year_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.indicator}目标"

    @property
    def quantity(self) -> Quantity:
        """The target with its unit."""
        return Quantity(self.value, Unit(self.unit))


class RatioRule(OfficeModel):
    """A plausible range for one indicator over another; outside it the figures are questioned, not refused.

    The value-added rate (value added / output) below 10 % is the project's default warning.
    """

    name = models.CharField("名称", max_length=40)
    numerator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="分子")
    denominator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="分母")
    low_pct = amount_field("下限（%）", digits=7, places=2)
    high_pct = amount_field("上限（%）", digits=7, places=2)
    advice = models.CharField("提示", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "比例核对规则"
        constraints = [once(("area", "name"), name="ratio_rule_once", told="已有同名规则。")]

    def __str__(self) -> str:
        return self.name
