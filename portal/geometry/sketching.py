"""Boundaries small enough to send by the thousand: whole numbers of a fine grid, corners as steps from the last.

A sketch is text: rings are separated by `;`, the first corner of a ring is absolute, the others are steps, all in
units of 10⁻⁵ degree (about a metre). `11328418,3471582,10,0,0,8;…`; the closing corner is left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

UNITS_PER_DEGREE = 100_000
FAR_M, NEAR_M = 25.0, 3.0
DEGREE_M = 111_320.0
MOST_FAR_CORNERS = 6


def sketch(shape: Any, tolerance_m: float) -> str:
    """The outline within `tolerance_m`, without holes too small to be seen; never empty."""
    simple = shapely.simplify(shape, tolerance_m / DEGREE_M, preserve_topology=True)
    polygons = shapely.get_parts(simple)
    return ";".join(
        ring for polygon in polygons for ring in (_steps(each) for each in _rings(polygon)) if ring
    ) or _steps(shapely.box(*shape.bounds).exterior, keep=True)  # fmt: skip


def far_sketch(shape: Any) -> str:
    """For a view of the whole district: the largest outline with a handful of corners."""
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    tolerance = FAR_M
    for _ in range(6):
        outline = shapely.simplify(largest, tolerance / DEGREE_M, preserve_topology=True).exterior
        if shapely.get_num_coordinates(outline) <= MOST_FAR_CORNERS + 1:
            break
        tolerance *= 2
    return _steps(outline, keep=True)


def near_sketch(shape: Any) -> str:
    """For a view of some streets."""
    return sketch(shape, NEAR_M)


def _rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors]


def _steps(ring: Any, *, keep: bool = False) -> str:
    corners = np.rint(shapely.get_coordinates(ring)[:-1] * UNITS_PER_DEGREE).astype(int)
    steps = np.vstack([corners[:1], np.diff(corners, axis=0)])
    if len(steps) < 3 and not keep:
        return ""
    return ",".join(map(str, steps.ravel().tolist()))
