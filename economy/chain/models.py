"""The map of industry chains: which links are missing here, and whom the street courts for them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from portal.constraints import once
from portal.scoping import OfficeModel, Record, Scope, ScopedQuerySet


class LinkStatus(models.TextChoices):
    """How a link of the chain stands here."""

    EXISTING = "existing", "已有"
    WEAK = "weak", "薄弱"
    MISSING = "missing", "缺失"


class ChainLink(OfficeModel):
    """One link of an industry chain, from raw material to service. Internal: it shows what the street lacks."""

    chain = models.CharField("产业链", max_length=40)
    name = models.CharField("环节", max_length=40)
    status = models.CharField("现状", max_length=8, choices=LinkStatus)
    order = models.PositiveSmallIntegerField("次序", default=100)
    note = models.CharField("说明", max_length=300, blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "产业链环节"
        constraints = [
            once(("area", "chain", "name"), name="chain_link_once", told="这条产业链已有同名环节。")
        ]

    def __str__(self) -> str:
        return f"{self.chain}·{self.name}"


class Courtship(models.TextChoices):
    """How far the contact has come."""

    NOT_CONTACTED = "not_contacted", "未接触"
    CONTACTED = "contacted", "已联系"
    VISITED = "visited", "已考察"
    NEGOTIATING = "negotiating", "洽谈中"
    WON = "won", "已转为项目"
    DROPPED = "dropped", "已放弃"


class TargetEnterprise(Record):
    """An enterprise the street would like to have for a link of a chain; internal."""

    link = models.ForeignKey(ChainLink, models.PROTECT, related_name="targets", verbose_name="产业链环节")
    name = models.CharField("企业名称", max_length=80)
    region = models.CharField("所在地", max_length=40, blank=True)
    reason = models.CharField("为什么找它", max_length=300)
    status = models.CharField("进展", max_length=16, choices=Courtship, default=Courtship.NOT_CONTACTED)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_on = models.DateField("下一步期限", null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="负责人"
    )
    is_illustrative = models.BooleanField("示例数据", default=False)
    note = models.TextField("说明", blank=True)

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="link__area_id")

    class Meta:
        verbose_name = verbose_name_plural = "目标企业"
        constraints = [
            once(("link", "name"), name="target_enterprise_once", told="这个环节已登记过这家企业。")
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="target_next_step")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("economy:target_enterprise", args=[self.pk])
