"""Enterprises: the register that every line of work refers to."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.industries.models import IndustryCode
from portal.constraints import holds, if_given, once
from portal.fields import amount_field, document_field
from portal.personal.fields import BlindIndexField, EncryptedField
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText


class EnterpriseState(models.TextChoices):
    """The life of an enterprise in the area (domain sheet 2.15)."""

    OPERATING = "operating", "在营"
    SUSPENDED = "suspended", "停业"
    RELOCATED = "relocated", "已迁出"
    CLOSED = "closed", "已关闭"
    DEREGISTERED = "deregistered", "已注销"
    VOIDED = "voided", "已作废"


IN_THE_AREA = (EnterpriseState.OPERATING, EnterpriseState.SUSPENDED)


class EnterpriseSize(models.TextChoices):
    """The statistical size class."""

    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


class EnterpriseQuerySet(ScopedQuerySet):
    """Enterprises by state and size."""

    def registered(self) -> Self:
        """Those entered rightly: all but voided ones."""
        return self.exclude(state=EnterpriseState.VOIDED)

    def in_the_area(self) -> Self:
        """Those that are here now, in business or suspended."""
        return self.filter(state__in=IN_THE_AREA)

    def above_designated_size(self, year: int) -> Self:
        """Those that statistics counted as 规模以上 in `year`."""
        return self.filter(years__year=year, years__is_above_designated_size=True)


class Enterprise(ScopedModel):
    """An enterprise, self-employed business or cooperative in the area, entered once for all lines of work.

    `office` is the street the area belongs to; within it a credit code stands once. Ledgers have rows
    without a code: then `uscc_missing_reason` says why. `state_on` is the day the state began. Persons'
    names and numbers are stored encrypted and print masked (domain sheet 3.3); names of enterprises do not.
    """

    office = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="+", verbose_name="所属街道", editable=False
    )
    name = models.CharField("企业名称", max_length=120, help_text="营业执照上的全称。")
    aliases = models.JSONField(
        "简称、曾用名", default=list, blank=True, help_text="多个用顿号隔开。改名后旧名会自动留在这里。"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, help_text="18位，见营业执照。")
    uscc_missing_reason = models.CharField(
        "无信用代码的原因",
        max_length=100,
        blank=True,
        help_text="没有代码时填写，例如：正在办理、个体户未办照。",
    )
    industry = models.ForeignKey(
        IndustryCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业",
        help_text="国民经济行业分类代码或名称，例如 6820 或 财产保险。确定不了小类的，可以填两位大类。",
    )  # fmt: skip
    size = models.CharField("规模", max_length=6, choices=EnterpriseSize, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    business_address = models.CharField("经营地址", max_length=200, blank=True)
    registered_capital = amount_field("注册资本（万元）", "只写数字即为万元，也可以写 0.5亿元。")
    established_on = models.DateField("成立日期", null=True, blank=True)
    moved_in_on = models.DateField(
        "入驻日期", null=True, blank=True, help_text="从外地或其他街道迁来的，填到本辖区经营的日期。"
    )
    legal_representative = EncryptedField(
        "法定代表人", kind="name", blank=True, default="", help_text="平时只显示首字；不改就照原样留着。"
    )
    contact_person = EncryptedField("联系人", kind="name", blank=True, default="")
    contact_phone = EncryptedField(
        "联系电话",
        kind="phone",
        blank=True,
        default="",
        help_text="手机号，或带区号的固定电话，例如 0371-68920000。",
    )
    contact_phone_index = BlindIndexField(source="contact_phone")
    state = models.CharField(
        "状态", max_length=12, choices=EnterpriseState, default=EnterpriseState.OPERATING
    )
    state_on = models.DateField("状态起始日期", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)
    source_document = document_field()
    search_text = SearchText("name", "aliases", "uscc", "registered_address", "business_address", "note")

    objects: ClassVar = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        constraints = [
            once(
                ("office", "uscc"),
                name="enterprise_uscc_once",
                told="本街道已登记了使用这个统一社会信用代码的企业。",
                where=~Q(uscc="") & ~Q(state="voided"),
            ),
            once(
                ("office", "name"),
                name="enterprise_name_once_without_uscc",
                told="本街道已登记了同名且没有信用代码的企业，请打开那一条补填信用代码。",
                where=Q(uscc="") & ~Q(state="voided"),
            ),
            holds(
                Q(uscc="") | Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="enterprise_uscc_form",
                told="统一社会信用代码应为18位数字和大写字母（不含 I、O、S、V、Z）。",
            ),
            holds(
                Q(uscc="", uscc_missing_reason__gt="") | Q(uscc__gt="", uscc_missing_reason=""),
                name="enterprise_uscc_or_reason",
                told="没有统一社会信用代码的，请写明原因；有代码的，原因应空着。",
            ),
            if_given(
                "registered_capital",
                gte=0,
                name="enterprise_capital_not_negative",
                told="注册资本不能是负数。",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="enterprise_area_newest"),
            models.Index(fields=["office", "name"], name="enterprise_name"),
            models.Index(fields=["industry", "area"], name="enterprise_industry"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The enterprise's page."""
        return reverse("governance:enterprise", args=[self.pk])

    def answers_to(self, text: str) -> bool:
        """Whether `text` is this enterprise's code, its name or one of its aliases."""
        return text in (self.uscc or None, self.name, *self.aliases)
