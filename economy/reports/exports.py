"""Reported figures as files, for clerks and auditors alike."""

from __future__ import annotations

from economy.reports.tables import ReportTable
from portal.exchange.outgoing import Export


class ReportExport(Export):
    """Every figure as printed."""

    name = "economy.reports"
    permission = "economy.export_indicatorreport"
    table = ReportTable
