"""Reported figures by API."""

from __future__ import annotations

from typing import Any

from economy.reports.actions import save_report
from economy.reports.models import IndicatorReport
from economy.reports.serializers import ReportInput, draft_of
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
    create_input = ReportInput
    create_permission = "economy.save_report"

    def perform_create(self, data: dict[str, Any]) -> IndicatorReport:
        """Save the draft."""
        return save_report(draft_of(data), by=self.request.user)


RESOURCES = {"reports": ReportViewSet}
