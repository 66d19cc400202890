"""Coordinate systems of maps in China, and how one is turned into another.

Satellites and the national system CGCS2000 agree to within centimetres. Consumer maps shift positions by 100 to
700 m: GCJ-02 by a published approximation of the official shift, BD-09 by another one on top of it. Leaving a
shifted system is done by iteration, exact to less than a centimetre.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

Points = np.ndarray

SEMI_MAJOR = 6378245.0  # Krasovsky 1940, which the shift is defined on
ECCENTRICITY_2 = 0.00669342162296594323
SHIFTED_WEST, SHIFTED_SOUTH, SHIFTED_EAST, SHIFTED_NORTH = 72.004, 0.8293, 137.8347, 55.8271
BAIDU_TURN = np.pi * 3000.0 / 180.0
ENOUGH = 1e-9  # degrees: a tenth of a millimetre
MOST_ROUNDS = 30


class CoordinateSystem(StrEnum):
    """The system coordinates are given in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        """As people know it."""
        return LABELS[self]

    @property
    def is_shifted(self) -> bool:
        """Whether positions stand apart from where satellites see them."""
        return self in (CoordinateSystem.GCJ02, CoordinateSystem.BD09)


LABELS = {
    CoordinateSystem.WGS84: "WGS-84（卫星定位、手持机）",
    CoordinateSystem.CGCS2000: "CGCS2000（自然资源部门、天地图）",
    CoordinateSystem.GCJ02: "GCJ-02（高德、腾讯地图）",
    CoordinateSystem.BD09: "BD-09（百度地图）",
}


def to_wgs84(points: Points, system: CoordinateSystem | str) -> Points:
    """Points (longitude, latitude), one a row, of `system` as WGS-84."""
    match CoordinateSystem(system):
        case CoordinateSystem.GCJ02:
            return _undo(_gcj_of_wgs, points)
        case CoordinateSystem.BD09:
            return _undo(_gcj_of_wgs, _undo(_baidu_of_gcj, points))
    return np.array(points, dtype=float)


def from_wgs84(points: Points, system: CoordinateSystem | str) -> Points:
    """WGS-84 points (longitude, latitude), one a row, as `system` shows them."""
    match CoordinateSystem(system):
        case CoordinateSystem.GCJ02:
            return _gcj_of_wgs(np.asarray(points, dtype=float))
        case CoordinateSystem.BD09:
            return _baidu_of_gcj(_gcj_of_wgs(np.asarray(points, dtype=float)))
    return np.array(points, dtype=float)


def _undo(shift: Callable[[Points], Points], shifted: Points) -> Points:
    """The points that `shift` takes to `shifted`: the shift is nearly the same nearby, so it is taken off again."""
    wanted = np.asarray(shifted, dtype=float)
    found = np.array(wanted)
    for _ in range(MOST_ROUNDS):
        rest = wanted - shift(found)
        found += rest
        if not rest.size or np.abs(rest).max() < ENOUGH:
            break
    return found


def _gcj_of_wgs(points: Points) -> Points:
    lon, lat = points[:, 0], points[:, 1]
    x, y, root = lon - 105.0, lat - 35.0, np.sqrt(np.abs(lon - 105.0))
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    shrink = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    meridian = SEMI_MAJOR * (1 - ECCENTRICITY_2) / (shrink * np.sqrt(shrink))
    parallel = SEMI_MAJOR / np.sqrt(shrink) * np.cos(np.radians(lat))
    shift = np.column_stack([np.degrees(east / parallel), np.degrees(north / meridian)])
    return np.where(_shifted(lon, lat)[:, None], points + shift, points)


def _shifted(lon: Points, lat: Points) -> Points:
    """Where the shift is applied at all."""
    return (lon >= SHIFTED_WEST) & (lon <= SHIFTED_EAST) & (lat >= SHIFTED_SOUTH) & (lat <= SHIFTED_NORTH)


def _baidu_of_gcj(points: Points) -> Points:
    lon, lat = points[:, 0], points[:, 1]
    distance = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return np.column_stack([distance * np.cos(angle) + 0.0065, distance * np.sin(angle) + 0.006])
