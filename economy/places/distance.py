"""How far something lies from a place one knows: asked on lists, the map, the API and in exports alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from economy.places.models import PointOfInterest
from economy.places.queries import published_places
from portal.records.columns import Col
from portal.records.filters import Asked, Asking

FARTHEST_KM = 20_000
MEASURED_BY = {
    "near": Col(name="distance_km", label="距离", unit="公里", kind="decimal", places=2, sort=True)
}


class Place(NamedTuple):
    """A place to measure from."""

    pk: int
    name: str
    lon: float
    lat: float


Places = Callable[[Asking], list[Place]]


def places_of(asking: Asking) -> QuerySet:
    """The places whose neighbourhood one may ask for; on public pages the published ones of their office."""
    if asking.side is not None:
        return published_places(asking.side)
    return PointOfInterest.objects.visible_to(asking.user)


def places_offered(asking: Asking) -> list[Place]:
    """The same by name, read once for one asking."""
    if "places" not in asking.kept:
        rows = places_of(asking).order_by("name", "pk").values_list("pk", "name", "lon", "lat")
        asking.kept["places"] = [Place(*row) for row in rows]
    return asking.kept["places"]


def place_choices(asking: Asking) -> list[tuple[str, str]]:
    """The places to choose from."""
    return [(str(place.pk), place.name) for place in places_offered(asking)]


def near_questions(places: Places = places_offered) -> tuple[Asked, Asked]:
    """离哪里近, by the id or the name of a place, and how far at most; every row then carries `distance_km`.

    A place one may not see is near nothing. A distance without a place says nothing.
    """

    def near(rows: Any, value: int | str, asking: Asking) -> Any:
        place = next((one for one in places(asking) if value in (one.pk, one.name)), None)
        if place is None:
            return rows.with_distance(0, 0).none()
        if asked := asking.values.get("km"):
            return rows.near(place.lon, place.lat, float(max(asked)))
        return rows.filter(lat__isnull=False).with_distance(place.lon, place.lat)

    return (
        Asked("near", "离哪里近", "record", near),
        Asked("km", "不超过（公里）", "decimal", lambda rows, km, asking: rows, least=0, most=FARTHEST_KM),
    )
