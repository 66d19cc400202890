"""The places that maps show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from economy.places.models import PointOfInterest
from portal.site.public_side import PublicSide


def map_settings(request: HttpRequest) -> dict[str, Any]:
    """The ground the map is drawn on: an approved tile service, or none."""
    return {
        "tiles": settings.MAP_TILE_URL,
        "tileSystem": settings.MAP_TILE_SYSTEM,
        "attribution": settings.MAP_TILE_ATTRIBUTION,
    }


def places_on_map(places: QuerySet) -> list[dict[str, Any]]:
    """Places to be marked."""
    return [{"name": place.name, "kind": place.get_kind_display(), "lon": place.lon, "lat": place.lat}
            for place in places]  # fmt: skip


def published_places(side: PublicSide) -> QuerySet:
    """The places of an office that everybody may see."""
    return side.narrow(PointOfInterest.objects.filter(is_public=True)).order_by("pk")
