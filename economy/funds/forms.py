"""The forms money is entered by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from economy.funds.models import EvidenceKind, FundsCurrency, FundsEntry
from economy.projects.forms import ConfirmingForm, DocumentField, MoneyField
from economy.regions.actions import region_named
from portal.errors import InvalidInput
from portal.figures.number import parse_number
from portal.site.filters import PickedDate


class FundsForm(ConfirmingForm):
    """Money that arrived for a project."""

    currency = forms.ChoiceField(
        label="币种", choices=[("cny", "人民币（万元）"), ("usd", "外币，折合万美元")], initial=FundsCurrency.CNY,
        help_text="实际利用外资单独按万美元统计，不与人民币相加。",
    )  # fmt: skip
    amount = forms.CharField(
        label="金额", max_length=40, widget=forms.TextInput({"inputmode": "decimal"}),
        help_text="只写数字即为万元（外资为万美元），也可以写 0.5亿元。",
    )  # fmt: skip
    received_on = forms.DateField(
        label="到账日期", widget=PickedDate, error_messages={"invalid": "日期应形如 2018-03-01。"}
    )
    source_region_code = forms.CharField(
        label="资金来源地", max_length=40,
        help_text="写省、市、区县的名称或6位代码，例如 北京市朝阳区 或 110105；来自国外的填 境外。是不是区外、省外资金由系统判断。",
    )  # fmt: skip
    payer = forms.CharField(label="付款方", max_length=120, required=False)
    receipt_no = forms.CharField(
        label="凭证号", max_length=60, help_text="进账单或其他凭证上的编号，全街道只能用一次。"
    )
    evidence_kind = forms.ChoiceField(label="凭证种类", choices=EvidenceKind.choices)
    file = DocumentField(label="凭证文件", required=False, help_text="可以先保存草稿，提交前至少要有一份。")
    note = forms.CharField(label="说明", max_length=300, required=False)

    field_order = (
        "currency", "amount", "received_on", "source_region_code", "payer", "receipt_no", "evidence_kind", "file", "note",
        "confirmed",
    )  # fmt: skip

    def clean_source_region_code(self) -> str:
        """The six digits of the region named."""
        try:
            return region_named(self.cleaned_data["source_region_code"])
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        """The amount in the currency's unit."""
        data = super().clean() or self.cleaned_data
        if "amount" in data:
            try:
                data["amount"] = _amount(data["amount"], data.get("currency", "cny"))
            except (InvalidInput, forms.ValidationError) as error:
                self.add_error("amount", getattr(error, "message", "") or "金额看不懂，请只写数字。")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was entered, by field of the record."""
        others = ("evidence_kind", "file", "confirmed")
        return {name: value for name, value in self.cleaned_data.items() if name not in others}


class EvidenceForm(forms.Form):
    """One more document that proves an entry."""

    evidence_kind = forms.ChoiceField(label="凭证种类", choices=EvidenceKind.choices)
    file = DocumentField(label="凭证文件")
    title = forms.CharField(
        label="文件名称", max_length=120, required=False, help_text="不填就用文件本来的名字。"
    )


class ReleaseForm(forms.Form):
    """Letting a voided entry's receipt number be used again."""

    reason = forms.CharField(
        label="理由", max_length=200, min_length=2, widget=forms.Textarea({"rows": 3}),
        help_text="作废并不放开凭证号。写明为什么这张凭证可以再用，例如：款项退回后又重新到账。",
    )  # fmt: skip


def initial_of(entry: FundsEntry) -> dict[str, Any]:
    """The form's values for an entry on record."""
    names = ("currency", "received_on", "source_region_code", "payer", "receipt_no", "note")
    return {**{name: getattr(entry, name) for name in names}, "amount": f"{entry.amount.normalize():f}"}


def _amount(text: str, currency: str) -> Decimal | None:
    if currency == FundsCurrency.CNY:
        return MoneyField(required=True).clean(text)[0]
    value = parse_number(text.removesuffix("万美元").strip())
    if value is None:
        raise InvalidInput("没有填金额。")
    if round(value, 6) != value or abs(value) >= Decimal(10) ** 12:
        raise InvalidInput("数字太大或小数太多，请核对单位。")
    return value
