"""The form contracts are entered by."""

from __future__ import annotations

from django import forms

from economy.contracts.models import ContractType
from economy.projects.forms import ConfirmingForm, DocumentField, MoneyField, WrittenDateField


class ContractForm(ConfirmingForm):
    """A signed contract."""

    type = forms.ChoiceField(label="合同类型", choices=ContractType.choices, initial=ContractType.FORMAL)
    amount = MoneyField(label="合同金额", help_text="例如 5亿元；只写数字即为万元。合同没有写金额的空着。")
    signed_on = WrittenDateField(label="签约时间", help_text="2017-06-15、2017.6 或 2017年。")
    party = forms.CharField(label="签约对方", max_length=120, required=False)
    source_region_code = forms.CharField(
        label="投资方所在区划",
        max_length=6,
        required=False,
        help_text="6位代码，例如 110105；来自国外的填 000000。",
    )
    number = forms.CharField(label="合同编号", max_length=60, required=False)
    file = DocumentField(label="合同文本", required=False)
    note = forms.CharField(label="备注", max_length=300, required=False)

    field_order = (
        "type",
        "amount",
        "signed_on",
        "party",
        "source_region_code",
        "number",
        "file",
        "note",
        "confirmed",
    )
