"""The table of industries as a file."""

from __future__ import annotations

from governance.industries.tables import IndustryTable
from portal.exchange.outgoing import Export


class IndustryExport(Export):
    """Every line of the standard."""

    name = "governance.industries"
    permission = "governance.export_industrycode"
    table = IndustryTable
    shared = True
