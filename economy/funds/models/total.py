"""Totals of funds in place, kept by the database with every write of an entry, and totals others stated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from economy.projects.models import Project
from portal.clock.fields import MonthField
from portal.constraints import holds, once, years_plausible
from portal.fields import amount_field, document_field
from portal.scoping import Scope, ScopedModel, ScopedQuerySet


def _sum(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=24, decimal_places=6, default=0)


class Totals(models.Model):
    """What is added up of counted entries: 万元, and foreign capital apart in 万美元."""

    entries = models.BigIntegerField("笔数", default=0)
    in_place = _sum("到位资金（万元）")
    out_of_district = _sum("其中区外资金（万元）")
    out_of_province = _sum("其中省外资金（万元）")
    foreign_usd = _sum("实际利用外资（万美元）")

    class Meta:
        abstract = True


class FundsTotal(Totals):
    """The counted entries of an area and a month; triggers on the entries keep it, nothing else writes it."""

    area = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="+", verbose_name="区域", db_index=False
    )
    period = MonthField("月份")

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope()

    class Meta:
        verbose_name = verbose_name_plural = "到位资金月度合计"
        constraints = [
            models.UniqueConstraint(fields=["area", "period"], name="funds_total_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area}{self.period}到位资金"


class ProjectFunds(Totals):
    """The counted entries of a project since it began; kept the same way."""

    project = models.OneToOneField(
        Project, models.PROTECT, related_name="funds_total", verbose_name="项目", primary_key=True
    )

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="project__area_id")

    class Meta:
        verbose_name = verbose_name_plural = "项目到位资金合计"

    def __str__(self) -> str:
        return f"{self.project}到位资金"


class FundsStatement(ScopedModel):
    """Funds in place of a project in a year as a ledger states them, without receipts; they are never counted.

    They stand beside the sum of the entries, so that the two can be compared. All in 万元; what the ledger
    does not say is null.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="statements", verbose_name="项目")
    year = models.PositiveSmallIntegerField("年度")
    in_place = amount_field("到位资金（万元）")
    out_of_district = amount_field("其中区外资金（万元）")
    out_of_province = amount_field("其中省外资金（万元）")
    document = document_field()
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账所列到位资金"
        constraints = [
            once(
                ("project", "year"),
                name="funds_statement_once",
                told="这个项目本年度已有台账数，请修改那一条。",
            ),
            holds(
                Q(out_of_district__isnull=True)
                | Q(in_place__isnull=True)
                | Q(out_of_district__lte=F("in_place")),
                name="funds_statement_district_within",
                told="区外资金不能多于到位资金。",
            ),
            holds(
                Q(out_of_province__isnull=True)
                | (Q(out_of_district__isnull=True) | Q(out_of_province__lte=F("out_of_district")))
                & (Q(in_place__isnull=True) | Q(out_of_province__lte=F("in_place"))),
                name="funds_statement_province_within",
                told="省外资金不能多于区外资金。",
            ),
            holds(
                (Q(in_place__isnull=True) | Q(in_place__gte=0))
                & (Q(out_of_district__isnull=True) | Q(out_of_district__gte=0))
                & (Q(out_of_province__isnull=True) | Q(out_of_province__gte=0)),
                name="funds_statement_not_negative",
                told="到位资金不能是负数。",
            ),
            years_plausible("funds_statement_year_plausible"),
        ]
        indexes = [models.Index(fields=["area", "-id"], name="funds_statement_area_newest")]

    def __str__(self) -> str:
        return f"{self.project}{self.year}年台账到位资金"

    @property
    def words(self) -> str:
        """What the ledger states, in 万元."""
        told = (("到位", self.in_place), ("区外", self.out_of_district), ("省外", self.out_of_province))
        stated = [f"{label} {value.normalize():f} 万元" for label, value in told if value is not None]
        return f"{self.year}年{'，'.join(stated) or '没有数'}"
