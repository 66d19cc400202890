"""What there is to read of the places one asks the distance to."""

from __future__ import annotations

from economy.places.models import PointOfInterest
from portal.records.tables import Table


class PlaceTable(Table):
    """Places one asks the distance to."""

    model = PointOfInterest
    exported_as = "economy.places"
    served_as = "places"
    columns = ("area", "name", "kind", "lon", "lat", "is_public", "note")
    on_page = ("name", "kind", "lon", "lat", "is_public", "area")
    filters = {"area": (), "kind": ("exact", "in"), "is_public": ("exact",)}
    narrowed_by = ("kind", "is_public")
    search_fields = ("name",)
