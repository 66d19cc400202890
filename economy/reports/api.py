"""Reported figures by API."""

from __future__ import annotations

from economy.reports.actions import report_figure
from economy.reports.facts import REPORT_FACTS
from economy.reports.tables import ReportTable
from portal.api.viewsets import Creates, ScopedViewSet


class ReportViewSet(Creates, ScopedViewSet):
    """Monthly figures, from draft to publication; POST saves a draft, equal figures are left alone."""

    table = ReportTable
    facts, create_action, create_permission = REPORT_FACTS, report_figure, "economy.save_report"


RESOURCES = {"reports": ReportViewSet}
