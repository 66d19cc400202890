"""Places as files."""

from __future__ import annotations

from economy.places.tables import PlaceTable
from portal.exchange.outgoing import Export


class PlaceExport(Export):
    """Places one asks the distance to."""

    name = "economy.places"
    permission = "economy.export_pointofinterest"
    table = PlaceTable
