"""Enterprises' figures by year as files."""

from __future__ import annotations

from governance.years.tables import YearTable
from portal.exchange.outgoing import Export


class EnterpriseYearExport(Export):
    """The figures of every year."""

    name = "governance.enterprise_years"
    permission = "governance.export_enterpriseyear"
    table = YearTable
