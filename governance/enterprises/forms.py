"""The forms an enterprise is registered, changed and looked into by."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.enterprises.actions import CODE_CURE, credit_code_fault
from governance.enterprises.fields import personal
from governance.enterprises.models import Enterprise, EnterpriseSize
from governance.industries.forms import IndustryField
from portal.accounts.models import Area
from portal.personal.reveal import SHORTEST_PURPOSE
from portal.site.fields import WanField, WordsField
from portal.site.filters import PickedDate

DATE = {"required": False, "widget": PickedDate, "error_messages": {"invalid": "日期应形如 2018-03-01。"}}


class EnterpriseForm(forms.Form):
    """What the register keeps of one enterprise."""

    name = forms.CharField(label="企业名称", max_length=120, help_text="营业执照上的全称。")
    area = forms.ModelChoiceField(
        Area.objects.none(), label="所属区域", empty_label="请选择", help_text="企业实际经营所在的社区。"
    )
    uscc = forms.CharField(
        label="统一社会信用代码", max_length=40, required=False, help_text="18位，见营业执照。"
    )
    uscc_missing_reason = forms.CharField(
        label="无信用代码的原因",
        max_length=100,
        required=False,
        help_text="没有代码时填写，例如：正在办理、个体户未办照。",
    )
    aliases = WordsField(label="简称、曾用名", help_text="多个用顿号隔开。改名后旧名会自动留在这里。")
    industry = IndustryField(
        label="行业",
        help_text="国民经济行业分类代码或名称，例如 6820 或 财产保险。确定不了小类的，可以填两位大类。",
    )
    size = forms.ChoiceField(label="规模", required=False, choices=[("", "不清楚"), *EnterpriseSize.choices])
    registered_address = forms.CharField(label="注册地址", max_length=200, required=False)
    business_address = forms.CharField(label="经营地址", max_length=200, required=False)
    registered_capital = WanField(label="注册资本（万元）", help_text="只写数字即为万元，也可以写 0.5亿元。")
    established_on = forms.DateField(label="成立日期", **DATE)
    moved_in_on = forms.DateField(
        label="入驻日期", help_text="从外地或其他街道迁来的，填到本辖区经营的日期。", **DATE
    )
    legal_representative = personal("legal_representative", help_text="平时只显示首字；不改就照原样留着。")
    contact_person = personal("contact_person")
    contact_phone = personal("contact_phone", help_text="手机号，或带区号的固定电话，例如 0371-68920000。")
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    reason = forms.CharField(
        label="变更依据", max_length=200, required=False,
        help_text="改动名称、信用代码、注册地址、注册资本、法定代表人时填写，例如：变更登记通知书〔2018〕12号。",
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, enterprise: Enterprise | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb = "change" if enterprise else "add"
        reach = user.reach(f"governance.{verb}_enterprise").below
        self.fields["area"].queryset = Area.objects.in_force().filter(pk__in=reach).defer("boundary")
        if enterprise is None:
            del self.fields["reason"]

    def clean_uscc(self) -> str:
        """The code; a wrong one says what is wrong with it."""
        text = self.cleaned_data["uscc"]
        fault = credit_code_fault(text) if text else ""
        if fault:
            raise forms.ValidationError(f"{fault}，{CODE_CURE}。")
        return text

    def clean(self) -> dict[str, Any]:
        """A code or the reason why there is none."""
        data = super().clean()
        if "uscc" in data and not data["uscc"] and not data.get("uscc_missing_reason"):
            self.add_error("uscc", "没有填。确实没有代码的，请写明“无信用代码的原因”。")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was entered, by field of the record."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("area", "reason")}


def initial_of(enterprise: Enterprise) -> dict[str, Any]:
    """The form's values for an enterprise on record."""
    return {name: getattr(enterprise, name) for name in EnterpriseForm.base_fields if name != "reason"}


class RevealForm(forms.Form):
    """Which personal text is to be seen in full, and what for."""

    field = forms.ChoiceField(
        label="要看的内容",
        choices=[("contact_phone", "联系电话"), ("contact_person", "联系人"), ("legal_representative", "法定代表人")],
    )  # fmt: skip
    purpose = forms.CharField(
        label="用途", min_length=SHORTEST_PURPOSE, max_length=200,
        help_text="不少于四个字，会写入操作日志。例如：通知企业参加安全例会。",
    )  # fmt: skip
