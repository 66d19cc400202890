"""The form completed investment is entered by."""

from __future__ import annotations

from django import forms

from economy.projects.forms import ConfirmingForm, MoneyField
from portal.errors import InvalidInput
from portal.figures.periods import Period, parse_period


class ProgressForm(ConfirmingForm):
    """Investment completed up to the end of a month."""

    period = forms.CharField(label="截至月份", max_length=20, help_text="例如 2018-03 或 2018年3月。")
    completed = MoneyField(
        label="累计完成投资", required=True, help_text="从开工起的累计数；只写数字即为万元。"
    )
    fall_reason = forms.CharField(
        label="累计减少的原因", max_length=200, required=False, help_text="比上期小时填写：核减、退款等。"
    )
    note = forms.CharField(label="形象进度", max_length=300, required=False, help_text="例如：主体结构封顶。")

    field_order = ("period", "completed", "fall_reason", "note", "confirmed")

    def clean_period(self) -> Period:
        """The month; a refused text says what is understood."""
        try:
            named = parse_period(self.cleaned_data["period"])
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error
        return Period(named.year, named.end_month)
