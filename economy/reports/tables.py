"""What there is to read of reported figures."""

from __future__ import annotations

from typing import Any

from django.db import models

from economy.indicators.models import Indicator
from economy.reports.models import EDITABLE, IndicatorReport
from portal.records.columns import Col
from portal.records.tables import Table


def indicators_of(user: Any) -> models.QuerySet:
    """The indicators a user may see, in their office's order."""
    return Indicator.objects.visible_to(user).order_by("order", "id")


class ReportTable(Table):
    """Every figure as printed, with its rates, its revision and where it stands."""

    model = IndicatorReport
    exported_as = "economy.reports"
    in_back_office = True
    columns = (
        "code", "title", "indicator", "indicator__caliber", "area__code", "area", "period", "revision_no", "state",
        "is_current", Col("cum_value", heading="累计"), "cum_text", "unit", "month_value", "base_value", "reported_yoy_pct",
        "yoy_text", "reported_over_target_pct", "over_target_text", Col("due_on", kind="due"), "review_due_on",
        "submitted_by", "submitted_at", "reviewed_by", "published_at", "negative_adjustment_reason", "correction_reason",
        "source_document", "note", "is_illustrative",
    )  # fmt: skip
    on_page = ("title", "cum_value", "unit", "reported_yoy_pct", "revision_no", "state", "due_on", "area")
    on_api = (
        "code", "title", "indicator", "area", "period", "revision_no", "state", "is_current", "cum_value", "cum_text",
        "unit", "reported_yoy_pct", "reported_over_target_pct", "due_on",
    )  # fmt: skip
    filters = {
        "area": (), "indicator": ("exact",), "state": ("exact", "in"), "period": ("exact", "gte", "lte"),
        "is_current": ("exact",), "is_illustrative": ("exact",), "due_on": ("exact", "gte", "lte"),
    }  # fmt: skip
    narrowed_by = ("area", "indicator", "state", "period__gte", "period__lte", "is_current")
    picked_from = {"indicator": indicators_of}
    orders = {"period": "", "due_on": ""}
    search_label = "搜标题、说明"
    listed_at, opens_at = "economy:reports", "economy:report"
    open_states = frozenset(EDITABLE)
