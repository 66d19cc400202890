"""Carriers and their floors as files."""

from __future__ import annotations

from economy.premises.tables import CarrierTable, PremisesTable
from portal.exchange.outgoing import Export


class CarrierExport(Export):
    """Every carrier."""

    name = "economy.carriers"
    permission = "economy.export_industrialcarrier"
    table = CarrierTable


class PremisesExport(Export):
    """Every floor and unit."""

    name = "economy.premises"
    permission = "economy.export_industrialcarrier"
    table = PremisesTable
