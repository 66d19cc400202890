"""Funds in place: money that arrived for a project, one receipt at a time."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Func, Q, Value, When
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.urls import reverse

from economy.projects.models import Project
from portal.clock.fields import MonthField
from portal.constraints import holds, once
from portal.fields import colleague_field
from portal.figures.quantity import Quantity, Unit
from portal.scoping import Record, Scope, ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText
from portal.workflow.flows import by_another


class FundsCurrency(models.TextChoices):
    """Domestic money in 万元, or foreign capital in 万美元; the two are never added."""

    CNY = "cny", "万元"
    USD = "usd", "万美元"


class FundsState(models.TextChoices):
    """The life of an entry: only counted ones are in any total."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    COUNTED = "counted", "已计入"
    VOIDED = "voided", "已作废"


EDITABLE = (FundsState.DRAFT, FundsState.RETURNED)


class FundsQuerySet(ScopedQuerySet):
    """Entries by state and month."""

    def counted(self) -> Self:
        """The entries that make up the totals."""
        return self.filter(state=FundsState.COUNTED)


def _away_from(digits: int) -> Any:
    """Whether the source lies in China but not in the project's region of so many digits."""
    abroad = Q(source_region_code__regex=r"^(00|71|81|82)")
    here = Exact(Left("source_region_code", digits), Left("district_code", digits))
    return Case(When(abroad, then=Value(False)), When(here, then=Value(False)), default=Value(True))


class MonthOf(Func):
    """The month of a day as `2017-06`; immutable, as a generated column must be."""

    template = (
        "(lpad(extract(year from %(expressions)s)::text, 4, '0') || '-' || "
        "lpad(extract(month from %(expressions)s)::text, 2, '0'))"
    )
    output_field = MonthField()


class FundsEntry(ScopedModel):
    """Money received for a project, proven by a receipt; it counts once somebody else has reviewed it.

    `district_code` is the county-level code of the project's area when the entry was made. Whether the money
    is from outside the district or the province is derived from it and `source_region_code` by the database,
    never typed, so out of province ≤ out of district ≤ in place by construction. Money from abroad, Hong Kong,
    Macao and Taiwan is neither (区外资金 is 区外境内). `receipt_key` is the number without blanks, dashes and
    case: it stands once in an office; a voided entry keeps it until `receipt_released` is decided.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="funds", verbose_name="项目", db_index=False
    )
    office = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="+", verbose_name="所属街道", editable=False, db_index=False
    )  # fmt: skip
    currency = models.CharField(
        "币种", max_length=3, choices=FundsCurrency, default=FundsCurrency.CNY,
        help_text="实际利用外资单独按万美元统计，不与人民币相加。",
    )  # fmt: skip
    amount = models.DecimalField(
        "金额",
        max_digits=18,
        decimal_places=6,
        help_text="只写数字即为万元（外资为万美元），也可以写 0.5亿元。",
    )
    received_on = models.DateField("到账日期")
    period = models.GeneratedField(
        expression=MonthOf("received_on"), output_field=MonthField(), db_persist=True,
        verbose_name="计入月份",
    )  # fmt: skip
    source_region_code = models.CharField(
        "资金来源地", max_length=6,
        help_text="写省、市、区县的名称或6位代码，例如 北京市朝阳区 或 110105；来自国外的填 境外。是不是区外、省外资金由系统判断。",
    )  # fmt: skip
    district_code = models.CharField("项目所在区县", max_length=6, editable=False)
    is_out_of_district = models.GeneratedField(
        expression=_away_from(6), output_field=models.BooleanField(), db_persist=True, verbose_name="区外资金"
    )
    is_out_of_province = models.GeneratedField(
        expression=_away_from(2), output_field=models.BooleanField(), db_persist=True, verbose_name="省外资金"
    )
    payer = models.CharField("付款方", max_length=120, blank=True)
    receipt_no = models.CharField(
        "凭证号", max_length=60, help_text="进账单或其他凭证上的编号，全街道只能用一次。"
    )
    receipt_key = models.CharField("凭证号（归一）", max_length=60, editable=False)
    receipt_released = models.BooleanField("凭证号已放开", default=False, editable=False)
    state = models.CharField("状态", max_length=10, choices=FundsState, default=FundsState.DRAFT)
    note = models.CharField("说明", max_length=300, blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)
    submitted_by = colleague_field("填报人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    reviewed_by = colleague_field("审核人")
    counted_at = models.DateTimeField("计入时间", null=True, blank=True)
    search_text = SearchText("receipt_no", "receipt_key", "payer", "note")

    stands_within: ClassVar[str] = "project"
    objects: ClassVar = FundsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "到位资金"
        constraints = [
            once(
                ("office", "receipt_key"),
                name="funds_receipt_once",
                told="这个凭证号已经用过，一张凭证只能计一次。",
                where=Q(receipt_released=False),
            ),
            holds(Q(amount__gt=0), name="funds_amount_positive", told="金额应大于零；多记的请作废那一笔。"),
            holds(
                Q(source_region_code__regex=r"^[0-9]{6}$", district_code__regex=r"^[0-9]{6}$"),
                name="funds_region_form",
                told="区划代码应为6位数字。",
            ),
            holds(
                Q(receipt_released=False) | Q(state="voided"),
                name="funds_release_only_voided",
                told="只有已作废的记录才能放开凭证号。",
            ),
            models.CheckConstraint(
                condition=~Q(state="counted")
                | by_another("reviewed_by", "submitted_by") & by_another("reviewed_by", "created_by"),
                name="funds_counted_by_another",
                violation_error_message="到位资金要由填报人、登记人以外的人审核。",
                violation_error_code="NotPermitted",
            ),
            holds(~Q(receipt_key=""), name="funds_receipt_given", told="凭证号里要有数字或字母。"),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="funds_area_newest"),
            models.Index(fields=["project", "-id"], name="funds_project_newest"),
            models.Index(fields=["area", "period", "id"], name="funds_area_month"),
            models.Index(
                fields=["area", "-id"], condition=Q(state__in=["draft", "submitted", "returned"]),
                name="funds_area_open",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project}{self.received_on}到账{self.quantity_text}"

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return reverse("economy:funds_entry", args=[self.pk])

    @property
    def quantity(self) -> Quantity | None:
        """The amount in 万元; None for foreign capital."""
        return Quantity(self.amount, Unit.WAN_YUAN) if self.currency == FundsCurrency.CNY else None

    @property
    def quantity_text(self) -> str:
        """The amount with its unit."""
        return f"{self.amount.normalize():f}{FundsCurrency(self.currency).label}"


class EvidenceKind(models.TextChoices):
    """What may prove that money arrived."""

    RECEIPT = "receipt", "银行进账单"
    CAPITAL_VERIFICATION = "capital_verification", "验资报告"
    INVOICE = "invoice", "发票"
    EQUIPMENT_LIST = "equipment_list", "设备清单"
    OTHER = "other", "其他凭证"


class FundsEvidence(Record):
    """A document that proves an entry."""

    entry = models.ForeignKey(FundsEntry, models.PROTECT, related_name="evidence", verbose_name="到位资金")
    document = models.ForeignKey(
        "attachments.Document", models.PROTECT, related_name="+", verbose_name="凭证文件"
    )
    kind = models.CharField("凭证种类", max_length=24, choices=EvidenceKind, default=EvidenceKind.RECEIPT)

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="entry__area_id")

    class Meta:
        verbose_name = verbose_name_plural = "到位资金凭证"
        constraints = [once(("entry", "document"), name="funds_evidence_once", told="这份文件已经附上了。")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.document}"
