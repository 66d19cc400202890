"""Reported figures by API."""

from __future__ import annotations

from typing import Any

from economy.reports.actions import save_report
from economy.reports.models import IndicatorReport
from economy.reports.serializers import ReportInput, draft_of
from economy.reports.tables import ReportTable
from portal.api.viewsets import Creates, ScopedViewSet


class ReportViewSet(Creates, ScopedViewSet):
    """Monthly figures, from draft to publication; POST saves a draft, equal figures are left alone."""

    table = ReportTable
    create_input = ReportInput
    create_permission = "economy.save_report"

    def perform_create(self, data: dict[str, Any]) -> IndicatorReport:
        """Save the draft."""
        return save_report(draft_of(data), by=self.request.user)


RESOURCES = {"reports": ReportViewSet}
