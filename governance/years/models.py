"""What an enterprise earned, paid and employed, year by year."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.urls import reverse

from governance.enterprises.models import Enterprise
from portal.constraints import if_given, once, years_plausible
from portal.fields import amount_field, document_field
from portal.scoping import Record, Scope, ScopedQuerySet

DESIGNATED_SIZE_WAN = Decimal(2000)


class EnterpriseYear(Record):
    """The annual figures of one enterprise; money in 万元, a missing figure is null and never zero.

    `is_above_designated_size` is what statistics decided for the year: industrial enterprises from
    2000 万元 main business revenue (domain sheet 2.4). The portal does not decide it, it only asks when
    the revenue on record says otherwise.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="years", verbose_name="企业")
    year = models.PositiveSmallIntegerField("年度", help_text="四位数字，例如 2017。")
    revenue = amount_field("主营业务收入（万元）", "没有数就空着，不要填 0。2018年起统计制度称营业收入。")
    tax = amount_field("纳税额（万元）")
    employment = models.PositiveIntegerField("从业人数（人）", null=True, blank=True)
    is_above_designated_size = models.BooleanField(
        "规模以上",
        default=False,
        help_text="以统计部门的认定为准；工业企业一般为主营业务收入2000万元及以上。",
    )
    is_illustrative = models.BooleanField("示例数据", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    source_document = document_field()

    scope: ClassVar[Scope] = Scope(path="enterprise__area_id")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业年度数据"
        constraints = [
            once(
                ("enterprise", "year"),
                name="enterprise_year_once",
                told="这家企业本年度已有数据，请修改原有的一条。",
            ),
            years_plausible("enterprise_year_plausible"),
            if_given(
                "revenue", gte=0, name="enterprise_revenue_not_negative", told="主营业务收入不能是负数。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}{self.year}年"

    def get_absolute_url(self) -> str:
        """The year's page."""
        return reverse("governance:year_figures", args=[self.pk])
