"""Visits as files."""

from economy.visits.tables import VisitTable
from portal.exchange.outgoing import Export


class VisitExport(Export):
    """Every visit."""

    name, permission, table = "economy.visits", "economy.export_projectvisit", VisitTable
