"""Contracts: what was signed for a project, and how binding it is."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from economy.projects.models import DatePrecision, Project
from portal.clock.fields import MonthField
from portal.constraints import holds, if_given, once
from portal.fields import amount_field, document_field
from portal.scoping import ScopedModel, ScopedQuerySet


class ContractType(models.TextChoices):
    """How binding a contract is; a headline figure says which it counts. Old ledgers do not say: unstated."""

    FRAMEWORK = "framework", "框架协议"
    INTENTION = "intention", "意向协议"
    FORMAL = "formal", "正式合同"
    UNSTATED = "unstated", "未注明"


class ContractState(models.TextChoices):
    """A contract stands until it is voided."""

    STANDING = "standing", "有效"
    VOIDED = "voided", "已作废"


class ContractQuerySet(ScopedQuerySet):
    """Contracts by whether they count."""

    def standing(self) -> Self:
        """Those not voided."""
        return self.filter(state=ContractState.STANDING)


class Contract(ScopedModel):
    """A signed contract of a project: its amount in 万元, its type, the day it was signed, where the investor is from.

    A missing amount is null, never zero. The day is kept as far as it is known, as `ProjectMilestone` does.
    `number_key` is the number without blanks, dashes, brackets and case: it stands once among the contracts of a
    project that are not voided.
    Contract amounts are never added to investment planned, investment completed or funds in place.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="contracts", verbose_name="项目", db_index=False
    )
    number = models.CharField("合同编号", max_length=60, blank=True)
    number_key = models.CharField("合同编号（归一）", max_length=60, blank=True, editable=False)
    type = models.CharField("合同类型", max_length=10, choices=ContractType)
    amount = amount_field("合同金额（万元）", "例如 5亿元；只写数字即为万元。合同没有写金额的空着。")
    amount_text = models.CharField("合同金额（原样）", max_length=40, blank=True)
    signed_on = models.DateField("签约时间", help_text="2017-06-15、2017.6 或 2017年。")
    signed_precision = models.CharField(
        "精确到", max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    signed_text = models.CharField("签约时间（原样）", max_length=20, blank=True)
    signed_month = MonthField("计入月份", editable=False)
    party = models.CharField("签约对方", max_length=120, blank=True)
    source_region_code = models.CharField(
        "投资方所在区划", max_length=6, blank=True, help_text="6位代码，例如 110105；来自国外的填 000000。"
    )
    document = document_field("合同文本")
    state = models.CharField("状态", max_length=10, choices=ContractState, default=ContractState.STANDING)
    note = models.CharField("备注", max_length=300, blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)

    stands_within: ClassVar[str] = "project"
    objects: ClassVar = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目合同"
        constraints = [
            once(
                ("project", "number_key"),
                name="contract_number_once",
                told="这个项目已有这个编号的合同，同一份合同只登记一次。",
                where=Q(state="standing") & ~Q(number_key=""),
            ),
            if_given(
                "amount", gt=0, name="contract_amount_positive", told="合同金额应大于零；没有数就空着。"
            ),
            holds(
                Q(source_region_code="") | Q(source_region_code__regex=r"^[0-9]{6}$"),
                name="contract_region_form",
                told="区划代码应为6位数字。",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="contract_area_newest"),
            models.Index(fields=["project", "signed_month"], name="contract_project"),
        ]

    def __str__(self) -> str:
        return f"{self.project}{self.get_type_display()}"

    def get_absolute_url(self) -> str:
        """The contract's page."""
        return reverse("economy:contract", args=[self.pk])
