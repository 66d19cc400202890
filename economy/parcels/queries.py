"""What lies around a parcel, and what the map shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
import shapely
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from economy.parcels.models import LandParcel
from portal.accounts.models import Area, Post, User
from portal.accounts.roles import roles_with
from portal.geometry.boundary import Box
from portal.site.public_side import PublicSide

DEGREE_M = 111_320.0
MOST_NEIGHBOURS = 500
MOST_SHAPES = 5_000
NEAR_ZOOM = 15


@dataclass(frozen=True)
class Neighbour:
    """A place with an outline: an area or another parcel."""

    name: str
    area_id: int
    geometry: Any

    @cached_property
    def shape(self) -> Any:
        """Its outline, to compare with."""
        return shapely.from_geojson(orjson.dumps(self.geometry))


def boundary_around(area: Area) -> Neighbour | None:
    """The smallest area around `area` (itself included) that has an outline; None when none has."""
    found = area.lineage().filter(boundary__isnull=False).order_by("-depth").values_list("name", "pk", "boundary").first()  # fmt: skip
    return Neighbour(*found) if found else None


def parcels_around(box: Box, *, other_than: int | None = None, margin_m: float = 0,
                   most: int = MOST_NEIGHBOURS) -> list[Neighbour]:  # fmt: skip
    """The parcels whose rectangles meet `box` widened by `margin_m`, wherever they are registered."""
    wide = margin_m / DEGREE_M
    rows = LandParcel.objects.standing().filter(boundary__isnull=False).within(
        box.west - wide * 1.2, box.south - wide, box.east + wide * 1.2, box.north + wide
    )  # fmt: skip
    rows = rows.exclude(pk=other_than) if other_than else rows
    return [Neighbour(*row) for row in rows.values_list("name", "area_id", "boundary")[:most]]


class Joined(Func):
    """`id,state,use;sketch` of one parcel."""

    template = "(%(expressions)s)"
    output_field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """The four parts with their separators; literal, so that the planner sees no parameters."""
        parts = [compiler.compile(part) for part in self.source_expressions]
        pk, state, use, sketch = (sql for sql, _ in parts)
        params = tuple(param for _, given in parts for param in given)
        return f"({pk} || ',' || {state} || ',' || {use} || ';' || {sketch})", params


def shapes_of(rows: QuerySet, *, zoom: float, most: int = MOST_SHAPES) -> str:
    """The sketches of parcels as one text, made by the database: `id,state,use;ring;ring|id,…`.

    A sketch coarse enough for `zoom` is taken; beyond `most` parcels the rest is left out.
    """
    sketch = "near_sketch" if zoom >= NEAR_ZOOM else "far_sketch"
    line = Joined(Cast("pk", TextField()), "state", Cast("land_use_id", TextField()), sketch)
    found = rows.exclude(**{sketch: ""}).order_by().annotate(line=line).values("line")[:most]
    return found.aggregate(text=StringAgg("line", delimiter="|", default=Value("")))["text"]


def published_parcels(side: PublicSide) -> QuerySet:
    """The parcels on an office's public layer, for everybody."""
    offered = LandParcel.objects.standing().published().on_offer()
    return side.narrow(offered).select_related("land_use", "area")


def people_for(user: User, permission: str) -> QuerySet:
    """The colleagues who can answer for something in the user's reach: with a post over it, above it or below it."""
    reach = user.reach(permission)
    posts = Post.objects.in_force(timezone.localdate()).filter(
        area__in=sorted(reach.below | reach.above), role__in=roles_with("economy.view_landparcel")
    )  # fmt: skip
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("full_name", "pk")
