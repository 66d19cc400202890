"""What the maps show besides parcels: the frame they lie in, places, and how the page draws them."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from economy.models import IndustrialCarrier, PointOfInterest
from portal.accounts.models import Area, AreaKind
from portal.geometry.sketching import near_sketch
from portal.site.public_side import PublicSide

MOST_CARRIERS = 1_000


def map_settings(request: HttpRequest) -> dict[str, Any]:
    """The ground the map is drawn on: an approved tile service, or none."""
    return {
        "tiles": settings.MAP_TILE_URL,
        "tileSystem": settings.MAP_TILE_SYSTEM,
        "attribution": settings.MAP_TILE_ATTRIBUTION,
    }


def frame_of(areas: QuerySet) -> list[str]:
    """The outlines of these areas as sketches."""
    geometries = areas.exclude(boundary__isnull=True).values_list("boundary", flat=True)
    return [near_sketch(shapely.from_geojson(orjson.dumps(geometry))) for geometry in geometries]


def own_frame(user: Any) -> list[str]:
    """The outlines around and within what the user may see."""
    reach = user.reach("economy.view_landparcel")
    return frame_of(Area.objects.filter(pk__in=sorted(reach.below | reach.above)))


def public_frame(side: PublicSide) -> list[str]:
    """The outline of the district the office lies in."""
    return frame_of(side.around().filter(kind=AreaKind.DISTRICT))


def places_on_map(places: QuerySet) -> list[dict[str, Any]]:
    """Places to be marked."""
    return [{"name": place.name, "kind": place.get_kind_display(), "lon": place.lon, "lat": place.lat}
            for place in places]  # fmt: skip


def carriers_on_map(carriers: QuerySet) -> list[dict[str, Any]]:
    """Carriers to be marked."""
    found = carriers.filter(lat__isnull=False).order_by("pk")[:MOST_CARRIERS]
    return list(found.values("pk", "name", "lon", "lat"))


def published_carriers(side: PublicSide) -> QuerySet:
    """The carriers on an office's public layer, for everybody."""
    return side.narrow(IndustrialCarrier.objects.published().with_room()).select_related("area")


def published_places(side: PublicSide) -> QuerySet:
    """The places of an office that everybody may see."""
    return side.narrow(PointOfInterest.objects.filter(is_public=True)).order_by("pk")
