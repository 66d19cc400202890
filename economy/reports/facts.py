"""What may be entered of a monthly figure: numbers as people write them, kept as printed."""

from __future__ import annotations

from django.db.models import QuerySet

from economy.indicators.models import Indicator
from economy.reports.models import IndicatorReport
from portal.records.facts import Asked, Given, facts
from portal.records.kinds import Choice, Month, OneOf, Printed, place

UNITS = [(unit, unit) for unit in ("亿元", "万元", "元", "%", "家", "项")]


def reportable(asked: Asked) -> QuerySet[Indicator]:
    """The indicators in use that people report; others the portal computes."""
    return Indicator.objects.visible_to(asked.user).active().filter(query="").order_by("order", "id")


FIGURE_FACTS = facts(
    IndicatorReport,
    Given("unit", Choice(IndicatorReport._meta.get_field("unit").flatchoices, offered=UNITS), initial="万元"),
    Given("cum_value", Printed(printed="cum_text")),
    Given("month_value", Printed()),
    Given("base_value", Printed()),
    Given("reported_yoy_pct", Printed(printed="yoy_text", percent=True)),
    Given("reported_over_target_pct", Printed(printed="over_target_text", percent=True)),
    "negative_adjustment_reason",
    "correction_reason",
    Given("note", most=500),
)
REPORT_FACTS = facts(
    IndicatorReport,
    Given("indicator", OneOf(lambda asked: Indicator.objects.visible_to(asked.user), reportable)),
    Given("area", place("economy.save_report")),
    Given("period", Month(cumulative=True), most=20),
    *FIGURE_FACTS,
)
