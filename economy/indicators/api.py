"""Indicators, targets and figures, by API."""

from __future__ import annotations

from economy.indicators.models import Indicator, IndicatorTarget
from portal.api.viewsets import ScopedViewSet


class IndicatorViewSet(ScopedViewSet):
    """What the caller's office measures."""

    model = Indicator
    columns = ("id", "code", "name", "caliber", "unit", "direction", "area", "area__name", "is_cumulative",
               "merges_january", "at_comparable_prices", "query", "is_active")  # fmt: skip
    detail_columns = ("definition", "aliases", "schedule_basis", "submit_day", "review_day")
    filters = {"code": ["exact"], "area": ["exact"], "is_active": ["exact"], "caliber": ["exact"]}
    orderings = ("id", "order", "code")
    ordering = "order"
    search_fields = ("name", "code")


class TargetViewSet(ScopedViewSet):
    """What areas are to reach in a year."""

    model = IndicatorTarget
    columns = ("id", "indicator", "indicator__name", "area", "area__name", "year", "value", "unit", "note")
    filters = {"indicator": ["exact"], "area": ["exact"], "year": ["exact", "gte", "lte"]}
    orderings = ("id", "year")


RESOURCES = {"indicators": IndicatorViewSet, "targets": TargetViewSet}
