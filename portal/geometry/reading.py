"""Taking in a boundary as people have it: a GeoJSON file, or corners typed one a line.

Everything that cannot be the outline of a place is refused in one sentence that says where and how to cure it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
import shapely

from portal.geometry.boundary import Boundary, InvalidBoundary
from portal.geometry.systems import CoordinateSystem, to_wgs84

MOST_VERTICES = 10_000
MOST_BYTES = 4 * 1024 * 1024
SMALLEST_M2 = 1.0
CRUMB = 0.001
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0  # China with its southern islands
NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?")
CORNER_LINE = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*[,，、\s]\s*([-+]?\d+(?:\.\d+)?)\s*[;；,，]?\s*")

FAULTS = {
    "Self-intersection": "边界自己与自己相交",
    "Ring Self-intersection": "边界在同一点上经过了两次",
    "Hole lies outside shell": "挖空的部分在外圈之外",
    "Holes are nested": "挖空的部分互相套住",
    "Interior is disconnected": "挖空的部分把地块割成了几块",
    "Nested shells": "几个外圈互相套住",
    "Duplicate Rings": "同一个圈画了两遍",
    "Too few points in geometry component": "圈上的点不够三个",
}

Ring = list[tuple[float, float]]
Polygon = list[Ring]


def read_boundary(
    text: str | bytes, *, system: CoordinateSystem | str, latitude_first: bool = False, mend: bool = False
) -> Boundary:
    """The boundary written in `text` (GeoJSON, or one corner a line), declared to be in `system`.

    Corner lines close by themselves; a GeoJSON ring must be closed. Heights are left out with a note. Refuses
    empty, unclosed, self-crossing and tiny outlines, more than 10,000 corners, latitude before longitude
    (unless declared by `latitude_first`), metres instead of degrees, and places outside China. `mend` untangles
    crossings instead, for outlines of whole districts that were traced from pictures.
    """
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MOST_BYTES:
        raise InvalidBoundary(f"边界文件有 {len(data) // 1024 // 1024} MB，最多 4 MB。{_SIMPLIFY}")
    polygons, has_heights = _polygons(data)
    shape = _shape(polygons, latitude_first=latitude_first)
    shape = _mended(shape) if mend else _checked(shape)
    converted = shapely.transform(shape, lambda points: to_wgs84(points, system))
    boundary = Boundary(
        shapely.normalize(converted),
        CoordinateSystem(system),
        ("坐标里的高程没有用，已略去。",) if has_heights else (),
    )
    if boundary.area_m2 < SMALLEST_M2:
        raise InvalidBoundary("边界围成的面积不到 1 平方米，不像一块地，请核对坐标。")
    return boundary


_SIMPLIFY = "请先在制图软件里简化（抽稀）后再上传。"


# Reading -------------------------------------------------------------------------------------------------


def _polygons(data: bytes) -> tuple[list[Polygon], bool]:
    """The polygons of a text, and whether heights stood in it."""
    stripped = data.strip().removeprefix(b"\xef\xbb\xbf")
    if not stripped:
        raise InvalidBoundary("边界是空的，请画出、上传或填写至少三个顶点。")
    if stripped[:1] not in b"{[":
        return [[_closed(_corner_lines(stripped))]], False
    try:
        document = orjson.loads(stripped)
    except orjson.JSONDecodeError:
        raise InvalidBoundary("这不是完整的 GeoJSON 文件，请重新导出，或者改用手工画、填坐标。") from None
    found = list(_coordinates(document))
    if not found:
        raise InvalidBoundary("文件里没有边界，请检查导出时有没有选中地块。")
    _count(found)
    heights = any(len(point) > 2 for polygon in found for ring in polygon for point in _points_of(ring))
    return [
        [_ring(ring, f"第 {number} 个面的第 {place} 圈" if len(found) > 1 else f"第 {place} 圈")
         for place, ring in enumerate(polygon, 1)]
        for number, polygon in enumerate(found, 1)
    ], heights  # fmt: skip


def _corner_lines(data: bytes) -> Ring:
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise InvalidBoundary("这不是 GeoJSON 文件，也不是坐标，请上传 .geojson 或 .json 文件。") from None
    ring = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = CORNER_LINE.fullmatch(line)
        if not match:
            raise InvalidBoundary(
                f"第 {number} 行“{line.strip()[:40]}”看不懂，请每行写一个顶点：经度,纬度，例如 113.28418,34.71582。"
            )
        ring.append((float(match[1]), float(match[2])))
        if len(ring) > MOST_VERTICES:
            raise InvalidBoundary(f"顶点超过 {MOST_VERTICES:,} 个。{_SIMPLIFY}")
    if len(set(ring)) < 3:
        raise InvalidBoundary(f"只有 {len(set(ring))} 个不同的顶点，至少要三个才能围成一块地。")
    return ring


def _closed(ring: Ring) -> Ring:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _coordinates(document: Any) -> Iterator[list]:
    """The coordinates of every polygon of a geometry, a feature or a collection."""
    kind = document.get("type") if isinstance(document, dict) else None
    match kind:
        case "FeatureCollection" | "GeometryCollection":
            for part in _list_of(document.get("features" if kind == "FeatureCollection" else "geometries")):
                yield from _coordinates(part)
        case "Feature":
            if document.get("geometry") is not None:
                yield from _coordinates(document["geometry"])
        case "Polygon":
            if polygon := _list_of(document.get("coordinates")):
                yield polygon
        case "MultiPolygon":
            yield from filter(None, map(_list_of, _list_of(document.get("coordinates"))))
        case "Point" | "MultiPoint" | "LineString" | "MultiLineString":
            raise InvalidBoundary("文件里是点或线，不是面。请导出成面（Polygon）再上传。")
        case _:
            raise InvalidBoundary("这不是 GeoJSON：没有看到面（Polygon 或 MultiPolygon）。")


def _list_of(value: Any) -> list:
    if not isinstance(value, list):
        raise InvalidBoundary("GeoJSON 的坐标写得不完整，请重新导出。")
    return value


def _points_of(ring: Any) -> list:
    points = _list_of(ring)
    if any(not isinstance(point, list) for point in points):
        raise InvalidBoundary("GeoJSON 的坐标层次不对，请重新导出。")
    return points


def _count(polygons: list[list]) -> None:
    """Refuse too many corners before any of them is looked at."""
    total = sum(len(ring) for polygon in polygons for ring in polygon if isinstance(ring, list))
    if total > MOST_VERTICES:
        raise InvalidBoundary(f"边界有 {total:,} 个顶点，最多 {MOST_VERTICES:,} 个。{_SIMPLIFY}")


def _ring(points: Any, place: str) -> Ring:
    ring = []
    for number, point in enumerate(_points_of(points), 1):
        if len(point) < 2 or not all(_is_number(value) for value in point[:2]):
            raise InvalidBoundary(f"{place}第 {number} 个顶点不是一对数字，请核对。")
        ring.append((float(point[0]), float(point[1])))
    if not ring:
        raise InvalidBoundary(f"{place}是空的，没有顶点。")
    if ring[0] != ring[-1]:
        lon, lat = ring[0]
        raise InvalidBoundary(f"{place}没有闭合：最后一点要与第一点相同，请在末尾补上 {lon:g},{lat:g}。")
    if len(set(ring)) < 3:
        raise InvalidBoundary(f"{place}只有 {len(set(ring))} 个不同的顶点，至少要三个才能围成一块地。")
    return ring


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# Checking ------------------------------------------------------------------------------------------------


def _shape(polygons: list[Polygon], *, latitude_first: bool) -> Any:
    points = np.array([point for polygon in polygons for ring in polygon for point in ring])
    _check_place(points[:, ::-1] if latitude_first else points)
    if latitude_first:
        polygons = [[[(lon, lat) for lat, lon in ring] for ring in polygon] for polygon in polygons]
    shapes = [shapely.Polygon(polygon[0], polygon[1:]) for polygon in polygons]
    return shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(shapes)


def _check_place(points: np.ndarray) -> None:
    """Refuse metres, exchanged axes, and places that are not in China."""
    lon, lat = points[:, 0], points[:, 1]
    if np.abs(points).max() > 1000:
        raise InvalidBoundary("坐标像是以米计的投影坐标（北坐标、东坐标），请先转换成经纬度（度）再填。")
    if not _inside(lon, lat).all() and _inside(lat, lon).all():
        raise InvalidBoundary(
            f"坐标像是纬度写在了前面（{lon[0]:g},{lat[0]:g}）。请把经度写在前面，或者勾选“纬度在前”。",
            [{"field": "latitude_first", "message": "纬度写在了前面", "cure": "请勾选“纬度在前”，或把每一对数对调"}],
        )  # fmt: skip
    outside = np.flatnonzero(~_inside(lon, lat))
    if outside.size:
        first = int(outside[0])
        raise InvalidBoundary(
            f"第 {first + 1} 个顶点（{lon[first]:g},{lat[first]:g}）不在中国境内，请核对经度、纬度。"
        )


def _inside(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    return (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)


def _mended(shape: Any) -> Any:
    """The shape without crossings and without the crumbs these leave."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    parts = [part for part in parts if part.area > CRUMB * shape.area]
    return shapely.union_all(parts)


def _checked(shape: Any) -> Any:
    """The shape itself; refuses one that crosses itself, and says where."""
    reason = shapely.is_valid_reason(shape)
    if reason == "Valid Geometry":
        return shape
    fault, _, place = reason.partition("[")
    where = NUMBERS.findall(place)
    at = f"，位置约在 {float(where[0]):.6f},{float(where[1]):.6f}" if len(where) >= 2 else ""
    raise InvalidBoundary(f"{FAULTS.get(fault.strip(), '边界的形状不成立')}{at}。请改动那里的顶点。")
