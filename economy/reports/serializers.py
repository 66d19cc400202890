"""What the API is given for a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from economy.indicators.models import Indicator
from economy.reports.actions import ReportDraft
from portal.accounts.models import Area
from portal.api.fields import PeriodField, VisibleRelatedField, lines
from portal.api.inputs import Input
from portal.errors import InvalidInput
from portal.figures.exact import plain
from portal.figures.number import parse_number, percent_number
from portal.figures.quantity import Unit

LARGEST = Decimal(10) ** 14


@extend_schema_field({"type": ["string", "number"]})
class FigureField(serializers.Field):
    """A number as people write it, as text or number; "—" and null are missing, never zero."""

    def __init__(self, *, percent: bool = False, limit: Decimal = LARGEST, **kwargs: Any) -> None:
        self.read, self.limit = (percent_number if percent else parse_number), limit
        super().__init__(required=False, allow_null=True, default=None, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal | None:
        """The number with its printed digits; refuses what is none, or what no office reports."""
        if isinstance(data, bool) or not isinstance(data, str | int | float):
            raise serializers.ValidationError("应为数字或写着数字的文本。")
        try:
            value = self.read(data)
        except InvalidInput as error:
            raise serializers.ValidationError(error.message) from error
        if value is not None and abs(value) >= self.limit:
            raise serializers.ValidationError("数字过大，请核对单位。")
        return value

    def to_representation(self, value: Any) -> Any:
        """Only read, never written."""
        return None if value is None else plain(value)


class ReportInput(Input):
    """One figure of an area and a period."""

    indicator = VisibleRelatedField(queryset=Indicator.objects.all(), help_text="指标编号")
    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="区域编号")
    period = PeriodField(help_text="期间，例如 2018-03")
    unit = serializers.ChoiceField(choices=[(unit.value, unit.value) for unit in Unit], help_text="单位")
    cum_value = FigureField(help_text="本年累计")
    month_value = FigureField(help_text="本月")
    base_value = FigureField(help_text="上年同期累计")
    reported_yoy_pct = FigureField(percent=True, limit=Decimal(10) ** 8, help_text="公布的同比 %")
    reported_over_target_pct = FigureField(
        percent=True, limit=Decimal(10) ** 8, help_text="公布的超年度目标 %"
    )
    negative_adjustment_reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="累计减少的原因"
    )
    correction_reason = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="更正理由"
    )
    note = lines(500, "说明", default="")


def draft_of(data: dict[str, Any]) -> ReportDraft:
    """What was sent, as a draft to be saved; printed digits are kept beside the numbers."""
    printed = {
        text: "" if data[name] is None else plain(data[name])
        for name, text in (
            ("cum_value", "cum_text"), ("reported_yoy_pct", "yoy_text"), ("reported_over_target_pct", "over_target_text"),
        )
    }  # fmt: skip
    return ReportDraft(**data, **printed)
