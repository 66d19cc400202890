"""Parcels and land uses as files."""

from __future__ import annotations

from economy.parcels.tables import LandUseTable, ParcelTable
from portal.exchange.outgoing import Export


class ParcelExport(Export):
    """Every parcel."""

    name = "economy.parcels"
    permission = "economy.export_landparcel"
    table = ParcelTable


class LandUseExport(Export):
    """The national classification."""

    name = "economy.land_uses"
    permission = "economy.export_landparcel"
    table = LandUseTable
    shared = True
