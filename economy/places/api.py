"""Places one asks the distance to, by API."""

from __future__ import annotations

from economy.places.models import PointOfInterest
from portal.api.viewsets import ScopedViewSet


class PlaceViewSet(ScopedViewSet):
    """Places one asks the distance to."""

    model = PointOfInterest
    columns = ("id", "name", "kind", "area", "lon", "lat", "is_public", "note")
    filters = {"kind": ["exact"], "is_public": ["exact"]}
    search_fields = ("name",)


RESOURCES = {"places": PlaceViewSet}
