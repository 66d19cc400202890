"""The table of regions as a file."""

from __future__ import annotations

from economy.regions.tables import RegionTable
from economy.roles import READERS
from portal.accounts.roles import grant
from portal.exchange.outgoing import Export

grant(READERS, "economy.export_sourceregion")


class RegionExport(Export):
    """The regions money may come from."""

    name = "economy.regions"
    permission = "economy.export_sourceregion"
    table = RegionTable
    shared = True
