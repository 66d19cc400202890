"""Reported figures by API."""

from __future__ import annotations

from economy.reports.actions import report_figure
from economy.reports.facts import REPORT_FACTS
from economy.reports.models import IndicatorReport
from portal.api.viewsets import Creates, ScopedViewSet


class ReportViewSet(Creates, ScopedViewSet):
    """Monthly figures, from draft to publication; POST saves a draft, equal figures are left alone."""

    model = IndicatorReport
    columns = (
        "id", "code", "title", "indicator", "indicator__name", "area", "area__name", "period", "revision_no", "state",
        "is_current", "cum_value", "cum_text", "unit", "reported_yoy_pct", "reported_over_target_pct", "due_on",
    )  # fmt: skip
    detail_columns = (
        "month_value", "base_value", "yoy_text", "over_target_text", "review_due_on", "negative_adjustment_reason",
        "correction_reason", "is_illustrative", "note", "source_document", "submitted_at", "published_at",
    )  # fmt: skip
    filters = {
        "indicator": ["exact"], "area": ["exact"], "state": ["exact", "in"], "period": ["exact", "gte", "lte"],
        "is_current": ["exact"], "is_illustrative": ["exact"], "due_on": ["exact", "gte", "lte"],
    }  # fmt: skip
    orderings = ("id", "period", "due_on")
    search_fields = ("title", "note")
    facts, create_action, create_permission = REPORT_FACTS, report_figure, "economy.save_report"


RESOURCES = {"reports": ReportViewSet}
