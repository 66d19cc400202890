"""The form a year's figures are entered by."""

from __future__ import annotations

from django import forms

from portal.site.fields import WanField


class YearForm(forms.Form):
    """The figures of one year."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100, help_text="四位数字，例如 2017。")
    revenue = WanField(
        label="主营业务收入（万元）", help_text="没有数就空着，不要填 0。2018年起统计制度称营业收入。"
    )
    tax = WanField(label="纳税额（万元）")
    employment = forms.IntegerField(label="从业人数（人）", min_value=0, max_value=9_999_999, required=False)
    is_above_designated_size = forms.BooleanField(
        label="规模以上",
        required=False,
        help_text="以统计部门的认定为准；工业企业一般为主营业务收入2000万元及以上。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
