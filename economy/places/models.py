"""What stands on the map: outlines with their boxes and sketches, points, and places one asks the distance to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin
from django.utils import timezone

from portal.constraints import holds, once
from portal.figures.exact import half_up
from portal.geometry import Boundary, CoordinateSystem
from portal.geometry.measuring import MEAN_RADIUS_M
from portal.geometry.sketching import far_sketch, near_sketch
from portal.scoping import OfficeModel, ScopedQuerySet

SYSTEMS = [(system.value, system.label) for system in CoordinateSystem]
KM_PER_DEGREE = 111.32


class Secrecy(models.TextChoices):
    """Who may be told (domain sheet 2.0); only public records can stand on the public layer."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"


class Box(models.Func):
    """The upright rectangle of west, south, east and north, as PostgreSQL indexes it."""

    template = "box(point(%(expressions)s))"
    arity = 4
    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """`box(point(west, south), point(east, north))`."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        west, south, east, north = (sql for sql, _ in parts)
        params = tuple(param for _, given in parts for param in given)
        return f"box(point({west}, {south}), point({east}, {north}))", params


class Meets(models.Func):
    """Whether two rectangles have a point in common (served by the GiST index)."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = models.BooleanField()


class OutlinedQuerySet(ScopedQuerySet):
    """Records with an outline or a point, that may stand on the public layer."""

    def published(self) -> Self:
        """Those on the public layer."""
        return self.filter(is_public=True, secrecy=Secrecy.PUBLIC)

    def within(self, west: float, south: float, east: float, north: float) -> Self:
        """Those whose rectangle meets this one."""
        asked = [Value(value, models.FloatField()) for value in (west, south, east, north)]
        return self.filter(Meets(Box("west", "south", "east", "north"), Box(*asked)))

    def with_distance(self, lon: float, lat: float) -> Self:
        """Each with `distance_km`, as the crow flies from a point to its centre (within 0.5 %)."""
        return self.annotate(distance_km=_distance_km(lon, lat))

    def near(self, lon: float, lat: float, km: float) -> Self:
        """Those whose centre lies at most `km` away: cut out by columns first, then measured."""
        north = km / KM_PER_DEGREE
        east = north * 1.8  # a degree of longitude is at least 1/1.8 of one of latitude up to 56° N
        cut = Q(lat__range=(lat - north, lat + north), lon__range=(lon - east, lon + east))
        return self.filter(cut).with_distance(lon, lat).filter(distance_km__lte=km)


def _distance_km(lon: float, lat: float) -> Any:
    here = [Value(value, models.FloatField()) for value in (lon, lat)]
    there_lat, here_lat = Radians(F("lat")), Radians(here[1])
    cosine = Sin(there_lat) * Sin(here_lat) + Cos(there_lat) * Cos(here_lat) * Cos(
        Radians(F("lon")) - Radians(here[0])
    )
    one = Value(1.0, models.FloatField())
    return ACos(Least(one, Greatest(-one, cosine))) * Value(MEAN_RADIUS_M / 1000, models.FloatField())


class Outlined(models.Model):
    """Something with an outline on the ground, kept in WGS-84 beside the system it was given in.

    The rectangle is indexed; the sketches are what maps are drawn from, the outline itself is read on a click.
    """

    boundary = models.JSONField("边界（GeoJSON，WGS-84）", null=True, blank=True)
    boundary_system = models.CharField("边界原坐标系", max_length=8, choices=SYSTEMS, blank=True)
    measured_m2 = models.DecimalField(
        "按边界量算面积（平方米）", max_digits=16, decimal_places=2, null=True, blank=True, editable=False
    )
    west = models.FloatField("西界", null=True, editable=False)
    south = models.FloatField("南界", null=True, editable=False)
    east = models.FloatField("东界", null=True, editable=False)
    north = models.FloatField("北界", null=True, editable=False)
    lon = models.FloatField("中心经度（WGS-84）", null=True, editable=False)
    lat = models.FloatField("中心纬度（WGS-84）", null=True, editable=False)
    far_sketch = models.TextField("远看的轮廓", blank=True, editable=False)
    near_sketch = models.TextField("近看的轮廓", blank=True, editable=False)

    OUTLINE = ("boundary", "boundary_system", "measured_m2", "west", "south", "east", "north", "lon", "lat",
               "far_sketch", "near_sketch")  # fmt: skip

    class Meta:
        abstract = True

    @property
    def outline(self) -> Boundary | None:
        """The boundary to measure and compare with; None when none was given."""
        return Boundary.stored(self.boundary, self.boundary_system or "wgs84") if self.boundary else None

    @outline.setter
    def outline(self, boundary: Boundary | None) -> None:
        for name, value in outline_columns(boundary).items():
            setattr(self, name, value)


def outline_columns(boundary: Boundary | None) -> dict[str, Any]:
    """The columns of `Outlined` that keep a boundary."""
    if boundary is None:
        return {name: "" if name in ("boundary_system", "far_sketch", "near_sketch") else None
                for name in Outlined.OUTLINE}  # fmt: skip
    lon, lat = boundary.centre
    box = boundary.box
    return {
        "boundary": boundary.geojson, "boundary_system": boundary.declared.value,
        "measured_m2": half_up(Fraction(boundary.area_m2), 2),
        "west": box.west, "south": box.south, "east": box.east, "north": box.north, "lon": lon, "lat": lat,
        "far_sketch": far_sketch(boundary.shape), "near_sketch": near_sketch(boundary.shape),
    }  # fmt: skip


class Offered(models.Model):
    """What may stand on the public layer: somebody answers for it, and it is looked at again by a day."""

    review_by: Any  # a day, which each kind of record explains in its own words
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="负责人"
    )
    is_public = models.BooleanField("公开招商", default=False, editable=False)
    published_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def is_stale(self, on: date | None = None) -> bool:
        """Whether it should have been looked at again by now."""
        return self.review_by < (on or timezone.localdate())


class PlaceKind(models.TextChoices):
    """Why one asks how far it is."""

    AIRFIELD = "airfield", "机场"
    STATION = "station", "车站"
    EXPRESSWAY = "expressway", "高速出入口"
    OFFICE = "office", "办事机构"
    OTHER = "other", "其他"


class PointOfInterest(OfficeModel):
    """A place whose neighbourhood matters: the airfield, a station, the office. WGS-84.

    What the law keeps off public maps (airfields, defence) is left unpublished: `is_public` is off unless set.
    """

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=PlaceKind, default=PlaceKind.OTHER)
    lon = models.FloatField("经度（WGS-84）")
    lat = models.FloatField("纬度（WGS-84）")
    is_public = models.BooleanField("公开显示", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "地点"
        constraints = [
            once(("area", "name"), name="place_once", told="已有同名的地点。"),
            holds(
                Q(lon__range=(73, 136), lat__range=(3, 54)),
                name="place_in_china",
                told="经度应在 73 到 136 之间，纬度应在 3 到 54 之间，请核对有没有填反。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
