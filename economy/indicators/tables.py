"""What there is to read of indicators, targets and ratio rules."""

from __future__ import annotations

from economy.indicators.models import Indicator, IndicatorTarget, RatioRule
from portal.records.tables import Table


class IndicatorTable(Table):
    """What the office measures."""

    model = Indicator
    exported_as = "economy.indicators"
    export_permission = "economy.export_indicatortarget"
    served_as = "indicators"
    columns = (
        "code", "name", "caliber", "unit", "direction", "area", "is_cumulative", "merges_january", "at_comparable_prices",
        "query", "is_active",
    )  # fmt: skip
    details = ("definition", "aliases", "schedule_basis", "submit_day", "review_day")
    on_page = ("name", "code", "caliber", "unit", "direction", "area", "is_active")
    filters = {"area": (), "code": ("exact",), "caliber": ("exact",), "is_active": ("exact",)}
    narrowed_by = ("area", "caliber", "is_active")
    orders = {"code": ""}
    order = "order"
    search_fields = ("name", "code")


class TargetTable(Table):
    """What areas are to reach in a year, and what the target rests on."""

    model = IndicatorTarget
    exported_as = "economy.targets"
    served_as = "targets"
    columns = ("indicator", "area__code", "area", "year", "value", "unit", "document", "note")
    on_page = ("indicator", "area", "year", "value", "unit")
    filters = {"area": (), "indicator": ("exact",), "year": ("exact", "gte", "lte")}
    narrowed_by = ("area", "indicator", "year")
    orders = {"year": ""}
    search_fields = ("indicator__name", "area__name")


class RatioRuleTable(Table):
    """Plausible ranges of one indicator over another."""

    model = RatioRule
    exported_as = "economy.ratio_rules"
    export_permission = "economy.export_indicatortarget"
    columns = ("name", "numerator", "denominator", "low_pct", "high_pct", "advice", "area")
    on_page = ("name", "numerator", "denominator", "low_pct", "high_pct")
    filters = {"area": (), "numerator": ("exact",), "denominator": ("exact",)}
    narrowed_by = ("area",)
    order = "id"
    search_fields = ("name",)
