"""The office as the public meets it: its full name, and how it is reached."""

from __future__ import annotations

from django.db import models

from portal.scoping import OfficeModel


class Office(OfficeModel):
    """What stands in the masthead and at the foot of every page of a street's office."""

    area = models.OneToOneField(
        "accounts.Area", models.PROTECT, related_name="office", verbose_name="所属机构"
    )
    name = models.CharField("单位全称", max_length=80)
    phone = models.CharField("服务电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    hours = models.CharField("办公时间", max_length=80, blank=True)
    filing_number = models.CharField("备案号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位信息"

    def __str__(self) -> str:
        return self.name
