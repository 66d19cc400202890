"""The office as the public meets it: its full name, and how it is reached."""

from __future__ import annotations

from django.conf import settings
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


class SentForm(models.Model):
    """A form that was sent and taken: sent again (two clicks on a slow line), it leads to the record it made.

    `key` is of the form as it was opened and of what was typed; written in the transaction of the action itself.
    """

    key = models.CharField("标识", max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号")
    place = models.CharField("办到哪里", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "已收到的表单"
        default_permissions = ()

    def __str__(self) -> str:
        return self.place
