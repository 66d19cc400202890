"""Places one asks the distance to, by API."""

from __future__ import annotations

from economy.places.tables import PlaceTable
from portal.api.viewsets import ScopedViewSet


class PlaceViewSet(ScopedViewSet):
    """Places one asks the distance to."""

    table = PlaceTable


RESOURCES = {"places": PlaceViewSet}
