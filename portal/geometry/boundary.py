"""A boundary that was taken in: checked, converted, measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
import shapely

from portal.errors import InvalidInput
from portal.geometry.measuring import area_m2
from portal.geometry.systems import CoordinateSystem

DIGITS = 7  # of a degree: a centimetre


class InvalidBoundary(InvalidInput):
    """A boundary that cannot be the outline of a place."""


@dataclass(frozen=True)
class Box:
    """The smallest upright rectangle around something, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Boundary:
    """A valid polygon or multipolygon in WGS-84.

    `declared` is the system it was given in; `notes` say what was done to it (heights left out).
    """

    shape: Any
    declared: CoordinateSystem
    notes: tuple[str, ...] = ()

    @classmethod
    def stored(cls, geometry: dict[str, Any], declared: str = "wgs84") -> Boundary:
        """One that was checked when it was stored."""
        return cls(shapely.from_geojson(orjson.dumps(geometry)), CoordinateSystem(declared))

    @cached_property
    def geojson(self) -> dict[str, Any]:
        """The geometry as it is stored: 7 digits, about a centimetre."""
        shape = shapely.transform(self.shape, lambda points: points.round(DIGITS))
        return orjson.loads(shapely.to_geojson(shape))

    @cached_property
    def area_m2(self) -> float:
        """Its area in square metres."""
        return area_m2(self.shape)

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return Box(*map(float, self.shape.bounds))

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of a point that certainly lies inside."""
        point = self.shape.centroid
        point = point if self.shape.contains(point) else self.shape.representative_point()
        return float(point.x), float(point.y)

    @property
    def vertices(self) -> int:
        """How many corners it has, the closing one of each ring counted."""
        return int(shapely.get_num_coordinates(self.shape))
