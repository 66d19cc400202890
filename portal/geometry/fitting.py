"""How a boundary stands to its district and its neighbours, and whether it was declared in the wrong system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from portal.geometry.boundary import Boundary
from portal.geometry.measuring import distance_m, on_equal_area
from portal.geometry.systems import CoordinateSystem, from_wgs84, to_wgs84

SLIVER = 0.005  # of the smaller one: neighbours drawn by hand never meet exactly
DOUBTFUL = 0.05
CLEARLY_BETTER = 0.3
MEETING_M = 2.0
ALTERNATIVES = (CoordinateSystem.WGS84, CoordinateSystem.GCJ02, CoordinateSystem.BD09)


@dataclass(frozen=True)
class Shift:
    """A system in which the boundary would fit better than in the one declared."""

    system: CoordinateSystem
    metres: float


def overlap_m2(one: Any, other: Any) -> float:
    """How many square metres two shapes share; 0 for what neighbours drawn by hand always share."""
    common = shapely.intersection(one, other)
    if common.is_empty or common.area == 0:
        return 0.0
    if common.area < SLIVER * min(one.area, other.area):
        return 0.0
    return float(on_equal_area(common).area)


def outside_m2(shape: Any, district: Any) -> float:
    """How many square metres of the shape lie outside the district."""
    rest = shapely.difference(shape, district)
    return 0.0 if rest.is_empty else float(on_equal_area(rest).area)


def better_system(boundary: Boundary, *, district: Any | None, neighbours: Sequence[Any]) -> Shift | None:
    """The system in which the boundary fits its district and neighbours clearly better; None when it fits as declared.

    It fits badly when more than a twentieth of it lies outside the district or on neighbouring parcels. It also
    fits better elsewhere when there its corners meet those of the neighbours, and here none does.
    """
    here = _misfit(boundary.shape, district, neighbours)
    meeting = _meetings(boundary.shape, neighbours)
    if here <= DOUBTFUL and (meeting or not neighbours):
        return None
    declared = from_wgs84_shape(boundary.shape, boundary.declared)
    best: tuple[float, Shift] | None = None
    for system in ALTERNATIVES:
        if _same(system, boundary.declared):
            continue
        there = shapely.transform(declared, lambda points, system=system: to_wgs84(points, system))
        misfit = _misfit(there, district, neighbours)
        fits = misfit < here * CLEARLY_BETTER if here > DOUBTFUL else False
        fits = fits or (misfit <= here + DOUBTFUL / 5 and _meetings(there, neighbours) >= 2)
        if fits and (best is None or misfit < best[0]):
            best = misfit, Shift(system, _moved_m(boundary.shape, there))
    return best[1] if best else None


def from_wgs84_shape(shape: Any, system: CoordinateSystem | str) -> Any:
    """A WGS-84 shape as `system` shows it."""
    return shapely.transform(shape, lambda points: from_wgs84(points, system))


def _same(one: CoordinateSystem, other: CoordinateSystem) -> bool:
    return one == other or not (one.is_shifted or other.is_shifted)


def _misfit(shape: Any, district: Any | None, neighbours: Sequence[Any]) -> float:
    """Which part of the shape stands where it cannot."""
    wrong = 0.0 if district is None else shapely.difference(shape, district).area
    wrong += sum(shapely.intersection(shape, other).area for other in neighbours)
    return float(wrong / shape.area)


def _meetings(shape: Any, neighbours: Sequence[Any]) -> int:
    """How many corners of the shape lie on a neighbour's outline."""
    if not neighbours:
        return 0
    outlines = shapely.union_all([on_equal_area(other.boundary) for other in neighbours])
    corners = shapely.points(shapely.get_coordinates(on_equal_area(shape.boundary)))
    return int((shapely.distance(corners[:-1], outlines) <= MEETING_M).sum())


def _moved_m(one: Any, other: Any) -> float:
    here, there = one.centroid, other.centroid
    return distance_m(here.x, here.y, there.x, there.y)
