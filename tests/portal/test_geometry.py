"""Boundaries: systems convert both ways, faults are named, areas are right, doubtful ones are noticed."""

import json
from math import cos, pi, radians, sin, sqrt

import numpy as np
import pytest
import shapely

from portal.geometry import CoordinateSystem, InvalidBoundary, read_boundary
from portal.geometry.fitting import better_system, outside_m2, overlap_m2
from portal.geometry.measuring import area_m2, distance_m
from portal.geometry.sketching import far_sketch, near_sketch
from portal.geometry.systems import from_wgs84, to_wgs84

SQUARE = [
    [113.2801, 34.8001],
    [113.2834, 34.8001],
    [113.2834, 34.8028],
    [113.2801, 34.8028],
    [113.2801, 34.8001],
]
DISTRICT = shapely.box(113.25, 34.72, 113.32, 34.84)


def polygon(*rings) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings})


def read(text, system="wgs84", **options):
    return read_boundary(text, system=system, **options)


def refusal(text, **options) -> str:
    with pytest.raises(InvalidBoundary) as refused:
        read(text, **options)
    return refused.value.message


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_as_published(wgs84, gcj02):
    assert from_wgs84(np.array([wgs84]), "gcj02")[0] == pytest.approx(gcj02, abs=1e-7)


def test_bd09_as_published():
    gcj02 = to_wgs84(np.array([[116.404, 39.915]]), "gcj02")
    assert from_wgs84(gcj02, "bd09")[0] == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-8)


@pytest.mark.parametrize("system", list(CoordinateSystem))
def test_there_and_back_within_a_centimetre(system):
    random = np.random.default_rng(1)
    points = np.column_stack([random.uniform(75, 134, 500), random.uniform(18, 53, 500)])
    back = to_wgs84(from_wgs84(points, system), system)
    assert max(distance_m(*here, *there) for here, there in zip(points, back, strict=True)) < 0.01


def test_cgcs2000_is_wgs84_and_nothing_is_shifted_abroad():
    points = np.array([[113.28, 34.8], [139.7, 35.7]])
    assert (from_wgs84(points, "cgcs2000") == points).all()
    assert (from_wgs84(points, "gcj02")[1] == points[1]).all()


def test_the_shift_is_hundreds_of_metres():
    shifted = from_wgs84(np.array([[113.28, 34.8]]), "gcj02")[0]
    assert 300 < distance_m(113.28, 34.8, *shifted) < 700


def test_the_whole_ellipsoid():
    assert area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(5.10065621724e14, rel=1e-9)


def test_a_parcel_within_a_thousandth():
    """Width and height from the radii of curvature at its latitude."""
    lat, squared = 34.80145, 0.00669437999014
    shrink = 1 - squared * sin(radians(lat)) ** 2
    width = 6378137 / sqrt(shrink) * cos(radians(lat)) * 0.0033 * pi / 180
    height = 6378137 * (1 - squared) / (shrink * sqrt(shrink)) * 0.0027 * pi / 180
    assert read(polygon(SQUARE)).area_m2 == pytest.approx(width * height, rel=1e-4)


def test_a_geojson_polygon_is_read_as_it_is():
    boundary = read(polygon(SQUARE))
    assert (boundary.vertices, boundary.notes, boundary.declared.value) == (5, (), "wgs84")
    assert boundary.box.west == 113.2801
    assert shapely.from_geojson(json.dumps(boundary.geojson)).equals(shapely.Polygon(SQUARE))


def test_a_feature_collection_becomes_one_multipolygon():
    east = [[lon + 0.01, lat] for lon, lat in SQUARE]
    features = [{"type": "Feature", "geometry": json.loads(polygon(ring))} for ring in (SQUARE, east)]
    boundary = read(json.dumps({"type": "FeatureCollection", "features": features}))
    assert boundary.geojson["type"] == "MultiPolygon"


def test_corner_lines_close_by_themselves():
    boundary = read("113.2801,34.8001\n113.2834，34.8001\n\n113.2834 34.8028\n113.2801, 34.8028;")
    assert shapely.equals(boundary.shape, shapely.Polygon(SQUARE))


def test_a_shifted_boundary_is_stored_unshifted():
    shifted = from_wgs84(np.array(SQUARE), "gcj02").tolist()
    boundary = read(polygon(shifted), "gcj02")
    assert outside_m2(boundary.shape, shapely.Polygon(SQUARE).buffer(1e-7)) < 0.1
    assert boundary.declared is CoordinateSystem.GCJ02


def test_heights_are_left_out_with_a_note():
    boundary = read(polygon([[*point, 131.5] for point in SQUARE]))
    assert boundary.notes == ("坐标里的高程没有用，已略去。",)
    assert boundary.vertices == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "边界是空的"),
        ("   \n", "边界是空的"),
        ("{", "不是完整的 GeoJSON"),
        (b"\xff\xfe\x00", "也不是坐标"),
        ('{"type":"FeatureCollection","features":[]}', "没有边界"),
        ('{"type":"Feature","geometry":null}', "没有边界"),
        ('{"type":"Polygon","coordinates":[]}', "没有边界"),
        ('{"type":"Polygon","coordinates":[[]]}', "空的"),
        ('{"type":"Polygon","coordinates":[3]}', "不完整"),
        ('{"type":"Polygon","coordinates":[[[113,"34"]]]}', "不是一对数字"),
        ('{"type":"Polygon","coordinates":[[[113,null],[1,2]]]}', "不是一对数字"),
        ('{"type":"LineString","coordinates":[[113,34],[114,34]]}', "点或线"),
        ('{"type":"Banana"}', "没有看到面"),
        (polygon(SQUARE[:-1]), "没有闭合.*请在末尾补上 113.28"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "至少要三个"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "自己与自己相交，位置约在 113.28.*,34.80"),
        (polygon(SQUARE, [[0.1 + x, y] for x, y in SQUARE]), "在外圈之外"),
        (polygon([[x / 1, y] for x, y in ((113, 34), (114, 34), (115, 34), (113, 34))]), "不到 1 平方米|不成立|相交|不够"),
        (polygon([[lat, lon] for lon, lat in SQUARE]), "纬度写在了前面.*勾选“纬度在前”"),
        (polygon([[lon - 240, lat] for lon, lat in SQUARE]), "不在中国境内"),
        (polygon([[38434000, 3850000], [38434100, 3850000], [38434100, 3850100], [38434000, 3850000]]), "以米计"),
        ("113.28,34.80\n经度,纬度", "第 2 行“经度,纬度”看不懂"),
        ("113.28,34.80\n113.29,34.80", "至少要三个"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_place_is_refused_in_words(text, says):
    import re

    assert re.search(says, refusal(text))


def test_a_traced_outline_is_mended_on_request():
    bow_tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    mended = read(polygon(bow_tie), mend=True)
    assert mended.area_m2 == pytest.approx(area_m2(shapely.Polygon(SQUARE)) / 2, rel=1e-3)


def test_latitude_first_can_be_declared():
    swapped = polygon([[lat, lon] for lon, lat in SQUARE])
    assert shapely.equals(read(swapped, latitude_first=True).shape, shapely.Polygon(SQUARE))


def test_a_hundred_thousand_corners_are_refused():
    ring = [[113.2 + cos(n) / 100, 34.8 + sin(n) / 100] for n in range(100_000)]
    text = polygon([*ring, ring[0]])
    assert "100,001 个顶点，最多 10,000 个" in refusal(text[: 4 * 1024 * 1024])


def test_a_huge_file_is_not_even_read():
    assert "最多 4 MB" in refusal(" " * 5_000_000)


def test_ten_thousand_corners_are_read():
    angles = np.linspace(0, 2 * pi, 9_999, endpoint=False)
    ring = np.column_stack([113.28 + np.cos(angles) / 100, 34.8 + np.sin(angles) / 100]).tolist()
    assert read(polygon([*ring, ring[0]]), "gcj02").vertices == 10_000


def test_overlap_is_measured_and_slivers_are_forgiven():
    here = shapely.Polygon(SQUARE)
    half = shapely.transform(here, lambda points: points + np.array([0.00165, 0]))
    beside = shapely.transform(here, lambda points: points + np.array([0.003299, 0]))
    assert overlap_m2(here, half) == pytest.approx(area_m2(here) / 2, rel=1e-3)
    assert overlap_m2(here, beside) == 0


def test_what_lies_outside_the_district():
    crossing = shapely.box(113.31, 34.8, 113.33, 34.81)
    assert outside_m2(crossing, DISTRICT) == pytest.approx(area_m2(crossing) / 2, rel=1e-3)
    assert outside_m2(shapely.Polygon(SQUARE), DISTRICT) == 0


def test_a_gcj02_boundary_declared_wgs84_is_noticed_at_the_edge_of_the_district():
    inside = shapely.box(113.3165, 34.8, 113.3195, 34.802)
    drawn = from_wgs84(shapely.get_coordinates(inside), "gcj02").tolist()
    shift = better_system(read(polygon(drawn)), district=DISTRICT, neighbours=[])
    assert shift.system is CoordinateSystem.GCJ02
    assert 300 < shift.metres < 700


def test_and_beside_a_neighbour_whose_corners_it_meets():
    neighbour = shapely.box(113.2834, 34.8001, 113.2860, 34.8028)
    drawn = from_wgs84(np.array(SQUARE), "gcj02").tolist()
    shift = better_system(read(polygon(drawn)), district=DISTRICT, neighbours=[neighbour])
    assert shift.system is CoordinateSystem.GCJ02
    assert better_system(read(polygon(drawn), "gcj02"), district=DISTRICT, neighbours=[neighbour]) is None


def test_what_fits_is_not_asked_about():
    assert better_system(read(polygon(SQUARE)), district=DISTRICT, neighbours=[]) is None
    far_away = [shapely.box(113.27, 34.75, 113.271, 34.751)]
    assert better_system(read(polygon(SQUARE)), district=DISTRICT, neighbours=far_away) is None


def test_sketches_are_short_and_stay_in_place():
    angles = np.linspace(0, 2 * pi, 400, endpoint=False)
    circle = shapely.Polygon(np.column_stack([113.28 + np.cos(angles) / 500, 34.8 + np.sin(angles) / 500]))
    far, near = far_sketch(circle), near_sketch(circle)
    assert len(far) < 60 < len(near) < 500
    corner = [int(number) / 100_000 for number in far.split(",")[:2]]
    assert shapely.Point(corner).distance(circle.exterior) < 1e-5


def test_a_speck_still_has_a_sketch():
    speck = shapely.box(113.28, 34.8, 113.280004, 34.800004)
    assert far_sketch(speck)
    assert near_sketch(speck)
