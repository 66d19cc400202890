"""What the map's list shows of parcels."""

from __future__ import annotations

from economy.parcels.tables import ParcelTable


class ParcelMapTable(ParcelTable):
    """Parcels beside the map: few columns, the same filters."""

    title = "招商地图"
    on_page = ("name", "state", "land_use", "area_mu")
    listed_at = "economy:map"
