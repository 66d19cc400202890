"""Parcels: the land the street can offer, and what became of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone

from economy.parcels.idle import IdleFinding, LandUse, idle_finding, late_start, rule_on
from economy.places.models import Box, Offered, Outlined, OutlinedQuerySet, Secrecy
from economy.projects.models import Project
from portal.constraints import holds, if_given, once
from portal.fields import amount_field
from portal.figures.exact import half_up, half_up_or_none
from portal.figures.quantity import Quantity, Unit, conversion_factor
from portal.scoping import ScopedModel
from portal.search.fields import SearchText

AREA_UNITS = [(unit.value, unit.value) for unit in (Unit.MU, Unit.SQUARE_METRE, Unit.HECTARE)]


class ParcelState(models.TextChoices):
    """The life of a parcel."""

    PLANNED = "planned", "规划"
    RESERVING = "reserving", "收储中"
    NET_LAND = "net_land", "净地可供"
    SUPPLIED = "supplied", "已供"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    BUILT = "built", "建成"
    IDLE = "idle", "闲置"
    INEFFICIENT = "inefficient", "低效"
    VOIDED = "voided", "已作废"


STANDING = tuple(state for state in ParcelState if state != ParcelState.VOIDED)
ON_OFFER = (ParcelState.NET_LAND,)
AWAITING_START = (ParcelState.SUPPLIED, ParcelState.UNDER_CONSTRUCTION)


class SupplyMethod(models.TextChoices):
    """How land is supplied."""

    ALLOCATION = "allocation", "划拨"
    NEGOTIATED = "negotiated", "协议出让"
    TENDER = "tender", "招标"
    AUCTION = "auction", "拍卖"
    LISTING = "listing", "挂牌"
    LEASE = "lease", "租赁"
    CONTRIBUTION = "contribution", "作价出资"


class OwnerType(models.TextChoices):
    """Who owns the land."""

    STATE = "state", "国有"
    COLLECTIVE = "collective", "集体"


class LandUseCode(models.Model):
    """A line of the national classification of land and sea use (自然资发〔2023〕234号), loaded as data."""

    code = models.CharField("代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=40)
    colour = models.CharField("图上颜色", max_length=7, default="#8a8578")

    class Meta:
        verbose_name = verbose_name_plural = "用地用海分类"
        constraints = [
            holds(
                Q(code__regex=r"^[0-9]{2}([0-9]{2}){0,2}$"),
                name="land_use_code_digits",
                told="用地代码是两位、四位或六位数字。",
            ),
            holds(Q(colour__regex=r"^#[0-9a-f]{6}$"), name="land_use_colour", told="颜色应形如 #8a8578。"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class YearsAfter(models.Func):
    """The same day some years after a day, 28 February where there is no 29th, as PostgreSQL reckons too."""

    template = "(%(expressions)s + interval '%(years)s years')::date"
    output_field = models.DateField()


class LandParcelQuerySet(OutlinedQuerySet):
    """Parcels by what is asked on the map."""

    def standing(self) -> Self:
        """Those that were not entered by mistake."""
        return self.exclude(state=ParcelState.VOIDED)

    def on_offer(self) -> Self:
        """Net land an investor can have."""
        return self.filter(state__in=ON_OFFER)

    def idle(self, on: date) -> Self:
        """Those that count as idle on a day, as `LandParcel.idle_finding` says of each."""
        rule = rule_on(on)
        rows = self.filter(
            state__in=(*AWAITING_START, ParcelState.IDLE), start_deadline__isnull=False
        ).annotate(
            late_from=YearsAfter("start_deadline", years=rule.late_years),
            stopped_from=YearsAfter("stopped_on", years=rule.stopped_years),
        )
        late = (Q(started_on__isnull=True) | Q(started_on__gt=on)) & Q(late_from__lt=on)
        built = Q(built_pct__lt=Decimal(100) * rule.least_built.numerator / rule.least_built.denominator)
        share = Value(Decimal(rule.least_invested.numerator) / rule.least_invested.denominator)
        spent = Q(planned_investment_wan__gt=0, invested_wan__lt=F("planned_investment_wan") * share)
        return rows.filter(late | Q(started_on__lte=on, stopped_from__lte=on) & (built | spent))

    def stale(self, on: date) -> Self:
        """Those whose review-by date has passed."""
        return self.standing().filter(review_by__lt=on)


class LandParcel(Outlined, Offered, ScopedModel):
    """A piece of land: what it may be used for, how it was supplied, what was built and what it yields.

    The area stands as typed, with its unit, and in square metres (1 亩 = 2000/3 平方米). Money is in 万元.
    Every parcel has a responsible person and a day by which what is written here must be looked at again.
    """

    parcel_code = models.CharField(
        "宗地代码", max_length=19, blank=True, help_text="不动产权证上的 19 位代码；还没有的先空着。"
    )
    name = models.CharField("地块名称", max_length=80)
    address = models.CharField(
        "位置", max_length=120, blank=True, help_text="四至或门牌，看不到地图的人靠它找。"
    )
    state = models.CharField("状态", max_length=20, choices=ParcelState, default=ParcelState.PLANNED)
    land_use = models.ForeignKey(LandUseCode, models.PROTECT, related_name="+", verbose_name="用地性质")
    planned_use = models.CharField("规划用途", max_length=80, blank=True)
    area_value = models.DecimalField("面积", max_digits=14, decimal_places=4)
    area_unit = models.CharField("面积单位", max_length=8, choices=AREA_UNITS, default=Unit.MU.value)
    area_m2 = models.DecimalField("面积（平方米）", max_digits=16, decimal_places=4, editable=False)
    plot_ratio = amount_field("容积率", digits=5, places=2)
    building_density_pct = amount_field("建筑密度（%）", digits=5, places=2)
    green_ratio_pct = amount_field("绿地率（%）", digits=5, places=2)
    height_limit_m = amount_field("限高（米）", "有机场净空要求的按净空填。", digits=6, places=2)
    owner_type = models.CharField("权属", max_length=10, choices=OwnerType, default=OwnerType.STATE)
    supply_method = models.CharField("供地方式", max_length=12, choices=SupplyMethod, blank=True)
    supplied_on = models.DateField("供地日期", null=True, blank=True)
    start_deadline = models.DateField(
        "约定动工日", null=True, blank=True, help_text="出让合同或划拨决定书上的日期，闲置按它推算。"
    )
    started_on = models.DateField("实际动工日", null=True, blank=True)
    stopped_on = models.DateField("停工日期", null=True, blank=True, help_text="已动工又停下的填写。")
    completed_on = models.DateField("建成日期", null=True, blank=True)
    delayed_by_government = models.BooleanField(
        "因政府原因延迟", default=False, help_text="因规划调整、未按时交地等延迟动工的；这种情况不收闲置费。"
    )
    built_pct = amount_field("已建面积占比（%）", digits=5, places=2)
    land_price_wan = amount_field("土地价款（万元）", digits=16, places=4)
    planned_investment_wan = amount_field("计划投资（万元）", digits=16, places=4)
    invested_wan = amount_field("已投资（万元）", digits=16, places=4)
    tax_wan = amount_field("年税收（万元）", digits=16, places=4)
    tax_year = models.PositiveSmallIntegerField("税收年度", null=True, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="parcels", verbose_name="落地项目",
        help_text="写项目编号或完整名称；还没有项目的空着。",
    )  # fmt: skip
    review_by = models.DateField("复核期限", help_text="到这一天之前要再核对一次；过期的会提示。")
    secrecy = models.CharField(
        "密级", max_length=8, choices=Secrecy, default=Secrecy.INTERNAL,
        help_text="只有“公开”的地块才能由负责人公开招商。",
    )  # fmt: skip
    is_illustrative = models.BooleanField("示例数据", default=False)
    note = models.TextField("说明", blank=True)
    search_text = SearchText("name", "parcel_code", "address", "planned_use", "note")

    objects: ClassVar = LandParcelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地块"
        constraints = [
            once(
                ("parcel_code",), name="parcel_code_once", told="这个宗地代码已经登记过，一宗地只登记一次。",
                where=~Q(parcel_code="") & ~Q(state="voided"),
            ),
            holds(Q(area_value__gte=0, area_m2__gte=0), name="parcel_area_not_negative", told="面积不能是负数。"),
            holds(
                Q(is_public=False) | Q(secrecy="public"),
                name="parcel_public_is_not_secret", told="密级为“内部”的地块不能公开招商。",
            ),
            holds(
                Q(stopped_on__isnull=True) | Q(started_on__isnull=False, stopped_on__gte=F("started_on")),
                name="parcel_stopped_after_start", told="停工日期要在动工之后，请先填实际动工日。",
            ),
            *(
                if_given(name, range=(0, 100), name=f"parcel_{name}", told=f"{label}应在 0 到 100 之间。")
                for name, label in (
                    ("building_density_pct", "建筑密度"), ("green_ratio_pct", "绿地率"), ("built_pct", "已建面积占比"),
                )
            ),
            *(
                if_given(name, gte=0, name=f"parcel_{name}", told=f"{label}不能是负数。")
                for name, label in (
                    ("plot_ratio", "容积率"), ("height_limit_m", "限高"), ("land_price_wan", "土地价款"),
                    ("planned_investment_wan", "计划投资"), ("invested_wan", "已投资"), ("tax_wan", "年税收"),
                )
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["area", "-id"], name="parcel_area_newest"),
            models.Index(fields=["area", "state", "-id"], name="parcel_area_state"),
            models.Index(fields=["area", "review_by"], name="parcel_area_review"),
            models.Index(fields=["state", "area_m2"], name="parcel_state_size"),
            # What a map of thousands is drawn from is read from this index alone.
            models.Index(
                fields=["area"], include=["id", "state", "land_use", "far_sketch"], name="parcel_on_map"
            ),
            models.Index(fields=["area_m2", "id"], name="parcel_size"),
            models.Index(fields=["review_by", "id"], name="parcel_review"),
            models.Index(fields=["lat", "lon"], name="parcel_centre"),
            # The nearest of one's own are found in this index alone.
            models.Index(fields=["area", "lat", "lon"], include=["id"], name="parcel_area_centre"),
            GistIndex(Box("west", "south", "east", "north"), name="parcel_box"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The parcel's page."""
        return reverse("economy:parcel", args=[self.pk])

    @property
    def quantity(self) -> Quantity:
        """The area as typed."""
        return Quantity(self.area_value.normalize() if self.area_value else Decimal(0), Unit(self.area_unit))

    @property
    def mu(self) -> Fraction:
        """The area in 亩, exactly."""
        return Fraction(self.area_value) * conversion_factor(Unit(self.area_unit), Unit.MU)

    @property
    def area_mu(self) -> Decimal:
        """The area in 亩, two digits."""
        return in_mu(self.area_m2)

    @property
    def investment_per_mu(self) -> Decimal | None:
        """投资强度: money spent per 亩, 万元; None without an area or a figure."""
        return self._per_mu(self.invested_wan)

    @property
    def tax_per_mu(self) -> Decimal | None:
        """亩均税收: tax of the year per 亩, 万元; None without an area or a figure."""
        return self._per_mu(self.tax_wan)

    def _per_mu(self, wan: Decimal | None) -> Decimal | None:
        return None if wan is None or not self.mu else half_up(Fraction(wan) / self.mu, 2)

    @property
    def _land(self) -> LandUse:
        spent, planned = self.invested_wan, self.planned_investment_wan
        return LandUse(
            self.start_deadline, self.started_on, self.stopped_on,
            None if self.built_pct is None else Fraction(self.built_pct) / 100,
            None if spent is None or not planned else Fraction(spent) / Fraction(planned),
            self.land_price_wan, self.delayed_by_government,
        )  # fmt: skip

    def idle_finding(self, on: date | None = None) -> IdleFinding | None:
        """Why it counts as idle on a day (today by default), and what follows; None when it does not."""
        if self.state not in (*AWAITING_START, ParcelState.IDLE):
            return None
        return idle_finding(self._land, on or timezone.localdate())

    def late_start(self, on: date | None = None) -> IdleFinding | None:
        """What beginning work too late costs."""
        return late_start(self._land, on or timezone.localdate())


def area_in_m2(value: Decimal, unit: str) -> Decimal:
    """An area in square metres, to a square centimetre; 1 亩 is 2000/3 of them."""
    return half_up(Fraction(value) * conversion_factor(Unit(unit), Unit.SQUARE_METRE), 4)


def in_mu(m2: Decimal) -> Decimal:
    """Square metres as 亩, two digits."""
    return half_up(Fraction(m2) * conversion_factor(Unit.SQUARE_METRE, Unit.MU), 2)


def per_mu(wan: Decimal | None, m2: Decimal | None) -> Decimal | None:
    """万元 per 亩 of sums over many parcels; None when there is no area."""
    if wan is None or not m2:
        return None
    mu = Fraction(m2) * conversion_factor(Unit.SQUARE_METRE, Unit.MU)
    return half_up_or_none(Fraction(wan) / mu, 2)
