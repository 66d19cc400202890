"""Where money comes from: the national table of regions down to the county, as loaded data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import InForceQuerySet
from portal.constraints import holds, once, validity_ordered

OVERSEAS = "000000"


class RegionLevel(models.IntegerChoices):
    """Levels of GB/T 2260."""

    OVERSEAS = 0, "境外"
    PROVINCE = 1, "省级"
    CITY = 2, "地级"
    COUNTY = 3, "县级"


class SourceRegion(models.Model):
    """A region of GB/T 2260 (six digits), and 000000 for money from abroad; loaded, never written by hand.

    Regions are renamed and merged: a line ends and another begins, and an entry keeps the code it was given.
    """

    code = models.CharField("代码", max_length=6)
    name = models.CharField("名称", max_length=40)
    full_name = models.CharField("全称", max_length=90)
    level = models.PositiveSmallIntegerField("层级", choices=RegionLevel)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金来源区划"
        constraints = [
            once(
                ("code",),
                name="source_region_once",
                told="已有这个代码的区划，请先填它的停用日期。",
                where=Q(valid_to__isnull=True),
            ),
            holds(Q(code__regex=r"^[0-9]{6}$"), name="source_region_form", told="区划代码应为6位数字。"),
            validity_ordered("source_region_validity_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}（{self.code}）"
