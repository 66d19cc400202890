"""Completed investment as files."""

from __future__ import annotations

from economy.progress.tables import ProgressTable
from portal.exchange.outgoing import Export


class ProgressExport(Export):
    """Investment completed, month by month."""

    name = "economy.project_progress"
    permission = "economy.export_project"
    table = ProgressTable
