"""What the maps show besides parcels: the frame they lie in, places, and how the page draws them."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
from django.db.models import QuerySet

from portal.accounts.models import Area, AreaKind
from portal.geometry.sketching import near_sketch
from portal.site.public_side import PublicSide


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
