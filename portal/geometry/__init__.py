"""Boundaries of places. Pure: no database, no settings.

A boundary is kept as GeoJSON in WGS-84 (which CGCS2000 equals to within centimetres), beside the system it was
given in. Whoever takes one in calls `read_boundary`, which refuses what cannot be a place, in words, and then
asks `portal.geometry.fitting` what looks doubtful.
"""

from portal.geometry.boundary import Boundary, InvalidBoundary
from portal.geometry.reading import read_boundary
from portal.geometry.systems import CoordinateSystem

__all__ = ["Boundary", "CoordinateSystem", "InvalidBoundary", "read_boundary"]
