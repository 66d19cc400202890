"""Carriers and their premises: buildings, standard plants and parks, floor by floor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from economy.parcels.models import LandParcel
from economy.places.models import Offered, OutlinedQuerySet, Secrecy
from portal.constraints import holds, once
from portal.fields import amount_field
from portal.figures.exact import half_up
from portal.scoping import Record, Scope, ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText


class CarrierKind(models.TextChoices):
    """What a carrier is."""

    BUILDING = "building", "商务楼宇"
    PLANT = "plant", "标准厂房"
    PARK = "park", "园区"
    INCUBATOR = "incubator", "孵化器、众创空间"
    COMPLEX = "complex", "综合体"


class CarrierQuerySet(OutlinedQuerySet):
    """Carriers."""

    def with_room(self) -> Self:
        """Those that are not full."""
        return self.filter(leased_m2__lt=F("floor_area_total_m2"))


class IndustrialCarrier(Offered, ScopedModel):
    """A building, plant or park that takes in enterprises.

    `leased_m2` and `tenant_count` are sums over the premises, kept by the action that saves these; a carrier
    without premises carries them as typed. Floor areas are in square metres, money in 万元.
    """

    name = models.CharField("载体名称", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=CarrierKind, default=CarrierKind.BUILDING)
    address = models.CharField("地址", max_length=120, blank=True)
    operator = models.CharField("运营单位", max_length=80, blank=True)
    parcel = models.ForeignKey(
        LandParcel, models.PROTECT, null=True, blank=True, related_name="carriers", verbose_name="所在地块",
        help_text="写地块的宗地代码或完整名称；没有登记的空着。",
    )  # fmt: skip
    floor_count = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    floor_area_total_m2 = models.DecimalField("总建筑面积（平方米）", max_digits=14, decimal_places=2)
    leased_m2 = models.DecimalField(
        "已租售面积（平方米）", max_digits=14, decimal_places=2, default=Decimal(0),
        help_text="登记了楼层的，按楼层合计，这里填的不算。",
    )  # fmt: skip
    tenant_count = models.PositiveIntegerField("入驻企业（家）", default=0)
    tax_wan = amount_field("年税收（万元）", digits=16, places=4)
    tax_year = models.PositiveSmallIntegerField("税收年度", null=True, blank=True)
    lon = models.FloatField("经度（WGS-84）", null=True, blank=True)
    lat = models.FloatField("纬度（WGS-84）", null=True, blank=True)
    review_by = models.DateField("复核期限")
    secrecy = models.CharField("密级", max_length=8, choices=Secrecy, default=Secrecy.INTERNAL)
    is_illustrative = models.BooleanField("示例数据", default=False)
    note = models.TextField("说明", blank=True)
    search_text = SearchText("name", "address", "operator", "note")

    objects: ClassVar = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产业载体"
        constraints = [
            once(("area", "name"), name="carrier_once", told="这个区域已有同名载体。"),
            holds(
                Q(floor_area_total_m2__gte=0, leased_m2__gte=0),
                name="carrier_areas_not_negative",
                told="面积不能是负数。",
            ),
            holds(
                Q(leased_m2__lte=F("floor_area_total_m2")),
                name="carrier_leased_within_total",
                told="已租售面积大于总建筑面积，请核对单位是不是平方米。",
            ),
            holds(
                Q(is_public=False) | Q(secrecy="public"),
                name="carrier_public_is_not_secret",
                told="密级为“内部”的载体不能公开招商。",
            ),
            holds(
                Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(73, 136), lat__range=(3, 54)),
                name="carrier_in_china",
                told="经度应在 73 到 136 之间，纬度应在 3 到 54 之间，两个都填或都不填。",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="carrier_area_newest"),
            models.Index(fields=["lat", "lon"], name="carrier_place"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The carrier's page."""
        return reverse("economy:carrier", args=[self.pk])

    @property
    def occupancy_pct(self) -> Decimal | None:
        """入驻率: leased of total, %; None without a total."""
        return occupancy(self.leased_m2, self.floor_area_total_m2)

    @property
    def free_m2(self) -> Decimal:
        """What is still to be had."""
        return self.floor_area_total_m2 - self.leased_m2


class Premises(Record):
    """Part of a carrier that is let as one: a floor, a hall, a suite. Its area and scope are the carrier's."""

    carrier = models.ForeignKey(
        IndustrialCarrier, models.PROTECT, related_name="premises", verbose_name="载体"
    )
    floor = models.SmallIntegerField("楼层", help_text="地下一层写 -1。")
    unit = models.CharField("单元", max_length=20, blank=True, help_text="一层分几处的，写房号或区号。")
    floor_area_m2 = models.DecimalField("建筑面积（平方米）", max_digits=12, decimal_places=2)
    leased_m2 = models.DecimalField(
        "已租售面积（平方米）", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    tenant_count = models.PositiveIntegerField("入驻企业（家）", default=0)
    rent_yuan = amount_field("参考租金（元/平方米·月）", digits=8, places=2)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="carrier__area_id")
    stands_within: ClassVar[str] = "carrier"

    class Meta:
        verbose_name = verbose_name_plural = "楼层（厂房）"
        constraints = [
            once(
                ("carrier", "floor", "unit"),
                name="premises_once",
                told="这个载体已登记过这一层（单元），请修改原来的。",
            ),
            holds(
                ~Q(floor=0) & Q(floor__range=(-10, 200)),
                name="premises_floor",
                told="楼层应在 -10 到 200 之间，没有 0 层。",
            ),
            holds(
                Q(leased_m2__gte=0, leased_m2__lte=F("floor_area_m2")),
                name="premises_leased_within_total",
                told="已租售面积应在 0 和建筑面积之间，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"{floor_name(self.floor)}{self.unit}"

    @property
    def occupancy_pct(self) -> Decimal | None:
        """Leased of total, %."""
        return occupancy(self.leased_m2, self.floor_area_m2)


def floor_name(floor: int) -> str:
    """A floor as people say it: 3层, 地下1层."""
    return f"地下{-floor}层" if floor < 0 else f"{floor}层"


def occupancy(leased: Decimal | None, total: Decimal | None) -> Decimal | None:
    """Leased floor area of the total, % with two digits; None without a total."""
    return half_up(Fraction(leased) / Fraction(total) * 100, 2) if total and leased is not None else None
