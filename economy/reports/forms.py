"""The form a figure is reported by: numbers as people write them, kept as printed."""

from __future__ import annotations

from typing import Any

from django import forms

from economy.indicators.models import Indicator
from economy.reports.actions import ReportDraft
from economy.reports.models import IndicatorReport
from portal.accounts.models import Area
from portal.errors import InvalidInput
from portal.figures.exact import plain
from portal.figures.number import parse_number, percent_number
from portal.figures.periods import Period, parse_period


class FigureField(forms.CharField):
    """A number as people write it (７,107.2, —): cleaned to a Decimal with its printed digits, or None."""

    read = staticmethod(parse_number)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=40, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """The number, or the field's own sentence."""
        try:
            return self.read(super().clean(value))
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error


class PercentField(FigureField):
    """A number of percent: 34.23 or 34.23%."""

    read = staticmethod(percent_number)


class ReportForm(forms.Form):
    """One figure of an area and period."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label="指标", empty_label="请选择")
    area = forms.ModelChoiceField(Area.objects.none(), label="区域", empty_label="请选择")
    period = forms.CharField(
        label="期间", max_length=20, help_text="填累计到哪个月，例如 2018-03 或 2018年3月。"
    )
    unit = forms.ChoiceField(
        label="单位",
        choices=[("亿元", "亿元"), ("万元", "万元"), ("元", "元"), ("%", "%"), ("家", "家"), ("项", "项")],
    )
    cum_value = FigureField(
        label="本年累计", help_text="1月到本月的累计数。没有数就空着，不要填 0，并在“说明”里写明原因。"
    )
    month_value = FigureField(label="本月")
    base_value = FigureField(label="上年同期累计")
    reported_yoy_pct = PercentField(
        label="公布的同比（%）", help_text="填对外公布的数；系统另行计算，两者并列，互不改动。"
    )
    reported_over_target_pct = PercentField(label="公布的超年度目标（%）")
    negative_adjustment_reason = forms.CharField(
        label="累计减少的原因",
        required=False,
        max_length=200,
        help_text="累计数比上期小时填写：退税、退库、核减等。",
    )
    correction_reason = forms.CharField(
        label="更正理由",
        required=False,
        max_length=200,
        help_text="本期已有发布的数时填写；原来的数会保留，新数为下一版。",
    )
    note = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, user: Any, report: IndicatorReport | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        self.fields["indicator"].queryset = (
            Indicator.objects.visible_to(user).active().filter(query="").order_by("order", "id")
        )
        self.fields["area"].queryset = Area.objects.filter(
            pk__in=user.reach("economy.save_report").below
        ).defer("boundary")
        if report is not None:
            for name in ("indicator", "area", "period"):
                self.fields[name].disabled = True

    def clean_period(self) -> Period:
        """The end month; a refused text says what is understood."""
        value = self.cleaned_data["period"]
        try:
            named = parse_period(value)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error
        return Period(named.year, named.end_month, cumulative=True)

    def draft(self) -> ReportDraft:
        """What was entered, as a draft to be saved."""
        data = self.cleaned_data
        printed = lambda name: "" if data[name] is None else plain(data[name])  # noqa: E731
        return ReportDraft(
            **{name: value for name, value in data.items()},
            cum_text=printed("cum_value"),
            yoy_text=printed("reported_yoy_pct"),
            over_target_text=printed("reported_over_target_pct"),
        )


def initial_of(report: IndicatorReport) -> dict[str, Any]:
    """The form's values for a report that already exists."""
    shown = lambda value, text: text or ("" if value is None else plain(value.normalize()))  # noqa: E731
    return {
        "indicator": report.indicator_id,
        "area": report.area_id,
        "period": report.period,
        "unit": report.unit,
        "cum_value": shown(report.cum_value, report.cum_text),
        "month_value": shown(report.month_value, ""),
        "base_value": shown(report.base_value, ""),
        "reported_yoy_pct": shown(report.reported_yoy_pct, report.yoy_text),
        "reported_over_target_pct": shown(report.reported_over_target_pct, report.over_target_text),
        "negative_adjustment_reason": report.negative_adjustment_reason,
        "correction_reason": report.correction_reason,
        "note": report.note,
    }
