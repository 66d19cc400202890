"""Areas and distances on the ellipsoid, from longitudes and latitudes in WGS-84."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

EQUATOR_M = 6378137.0
ECCENTRICITY_2 = 0.00669437999014  # of WGS-84, squared
ECCENTRICITY = ECCENTRICITY_2**0.5
MEAN_RADIUS_M = 6371008.8


def on_equal_area(geometry: Any) -> Any:
    """The geometry in metres on the cylinder of equal area: areas there are those on the ellipsoid."""
    return shapely.transform(geometry, _project)


def area_m2(geometry: Any) -> float:
    """The area of a polygon or multipolygon in square metres."""
    return float(on_equal_area(geometry).area)


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The way between two points as the crow flies, in metres (within 0.5 %)."""
    lon, lat, other_lon, other_lat = np.radians([lon, lat, other_lon, other_lat])
    half = np.sin((other_lat - lat) / 2) ** 2
    half += np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return float(2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(half)))


def _project(points: np.ndarray) -> np.ndarray:
    sine = np.sin(np.radians(points[:, 1]))
    authalic = sine / (1 - ECCENTRICITY_2 * sine**2) + np.arctanh(ECCENTRICITY * sine) / ECCENTRICITY
    return np.column_stack([
        EQUATOR_M * np.radians(points[:, 0]), EQUATOR_M * (1 - ECCENTRICITY_2) / 2 * authalic,
    ])  # fmt: skip
