"""What there is to read of parcels and land uses, and what they are narrowed by: on the list, the map and everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DecimalField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from economy.parcels.models import LandParcel, LandUseCode, ParcelState, area_in_m2
from economy.places.distance import MEASURED_BY, Place, near_questions, places_of
from portal.figures.quantity import Unit
from portal.records.columns import Col
from portal.records.filters import Asked, Asking
from portal.records.tables import Table

RATE = DecimalField(max_digits=20, decimal_places=6)
MOST_MU = 10**9


def _per_mu(name: str) -> ExpressionWrapper:
    """万元 per 亩: the area is kept in square metres, 2000/3 of them to one."""
    return ExpressionWrapper(F(name) * Value(2000) / NullIf(F("area_m2") * 3, Value(0)), RATE)


def rate(name: str, label: str, unit: str, value: Any, sort: str = "") -> Col:
    """A number the database works out, two digits."""
    return Col(name=name, label=label, unit=unit, value=value, kind="decimal", places=2, sort=sort)


# What is asked ----------------------------------------------------------------------------------------


def at_least(rows: Any, mu: Decimal, asking: Asking) -> Any:
    """No smaller than so many 亩."""
    return rows.filter(area_m2__gte=area_in_m2(mu, Unit.MU))


def at_most(rows: Any, mu: Decimal, asking: Asking) -> Any:
    """No larger than so many 亩."""
    return rows.filter(area_m2__lte=area_in_m2(mu, Unit.MU))


def idle_by_date(rows: Any, yes: bool, asking: Asking) -> Any:
    """Those that count as idle today, declared or not; or all others."""
    today = timezone.localdate()
    return rows.idle(today) if yes else rows.exclude(pk__in=rows.idle(today).values("pk"))


def overdue_for_review(rows: Any, yes: bool, asking: Asking) -> Any:
    """Those whose review-by date has passed, or all others."""
    today = timezone.localdate()
    return rows.stale(today) if yes else rows.filter(Q(review_by__gte=today) | Q(state=ParcelState.VOIDED))


def standing(rows: Any, yes: bool, asking: Asking) -> Any:
    """Those that were not entered by mistake, or those that were."""
    return rows.standing() if yes else rows.filter(state=ParcelState.VOIDED)


# What is offered to choose from: land uses and places in one statement. It is put together by hand: a union written
# with the ORM took four times as long as it runs.

OFFERED = """
    SELECT 'use', id, code || ' ' || name, NULL::float, NULL::float FROM economy_landusecode
    UNION ALL SELECT 'place', place.* FROM ({places}) AS place
"""


def places_here(asking: Asking) -> list[Place]:
    """The places to measure from."""
    return _offered(asking)["places"]


def place_choices(asking: Asking) -> list[tuple[str, str]]:
    """The places to choose from."""
    return _choices(places_here(asking))


def land_use_choices(asking: Asking) -> list[tuple[str, str]]:
    """The land uses to choose from."""
    return _choices(_offered(asking)["uses"])


def _choices(found: Iterable[Place]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in found]


def _offered(asking: Asking) -> dict[str, Any]:
    if "uses" not in asking.kept:
        try:
            places = places_of(asking).order_by().values_list("pk", "name", "lon", "lat")
            sql, params = places.query.sql_with_params()
        except EmptyResultSet:  # nothing to see for this user
            sql, params = "SELECT NULL::bigint, '', NULL::float, NULL::float WHERE false", ()
        with connection.cursor() as cursor:
            cursor.execute(OFFERED.format(places=sql), params)
            found = [(kind, Place(*row)) for kind, *row in cursor.fetchall()]
        found.sort(key=lambda one: one[1].name)
        asking.kept["uses"] = [one for kind, one in found if kind == "use"]
        asking.kept["places"] = [one for kind, one in found if kind == "place"]
    return asking.kept


AREA_MU = rate(
    "area_mu", "面积", "亩", ExpressionWrapper(F("area_m2") * 3 / Value(2000), RATE), sort="area_m2"
)
SIZES = (
    Asked("mu_min", "面积从（亩）", "decimal", at_least, least=0, most=MOST_MU),
    Asked("mu_max", "面积到（亩）", "decimal", at_most, least=0, most=MOST_MU),
)


class ParcelTable(Table):
    """Every parcel with its area as typed, in square metres and in 亩, its money, and where it stands."""

    model = LandParcel
    exported_as = "economy.parcels"
    columns = (
        "name", "parcel_code", "state", "area__code", "area", "address", "land_use__code", "land_use", "planned_use",
        "area_value", "area_unit", "area_m2", AREA_MU,
        "measured_m2", "plot_ratio", "building_density_pct", "green_ratio_pct", "height_limit_m", "owner_type",
        "supply_method", "supplied_on", Col("start_deadline", sort=True), "started_on", "stopped_on", "completed_on",
        "delayed_by_government", "built_pct", "land_price_wan", "planned_investment_wan", "invested_wan",
        rate("investment_per_mu", "投资强度", "万元/亩", _per_mu("invested_wan")), "tax_wan", "tax_year",
        rate("tax_per_mu", "亩均税收", "万元/亩", _per_mu("tax_wan")),
        "project", "responsible", Col("review_by", kind="due", sort=True), "secrecy", "is_public", "boundary_system",
        "lon", "lat", "note", "is_illustrative",
    )  # fmt: skip
    details = ("boundary", "published_at", "created_at", "updated_at")
    on_page: ClassVar[tuple[str, ...]] = ("name", "state", "land_use", "area_mu", "plot_ratio", "supply_method", "start_deadline", "review_by",
               "responsible", "area")  # fmt: skip
    on_api = ("name", "parcel_code", "state", "area", "address", "land_use", "land_use_code", "area_value", "area_unit",
              "area_m2", "plot_ratio", "supply_method", "owner_type", "start_deadline", "review_by", "is_public", "lon",
              "lat")  # fmt: skip
    filters = {
        "area": (), "state": ("exact", "in"), "land_use": ("exact",), "area_m2": ("gte", "lte"), "tax_year": ("exact",),
        "project": ("exact",), "is_public": ("exact",), "secrecy": ("exact",), "review_by": ("exact", "gte", "lte"),
        "start_deadline": ("gte", "lte"), "is_illustrative": ("exact",),
    }  # fmt: skip
    asked = (
        *SIZES, *near_questions(places_here),
        Asked("stale", "超过复核期限", "boolean", overdue_for_review),
        Asked("idle", "按日期已闲置", "boolean", idle_by_date),
        Asked("standing", "没有作废", "boolean", standing),
    )  # fmt: skip
    narrowed_by = ("area", "state", "land_use", "mu_min", "mu_max", "near", "km", "tax_year", "stale", "idle",
                   "is_public")  # fmt: skip
    choices_of = {"land_use": land_use_choices, "near": place_choices}
    measured_by = MEASURED_BY
    search_label = "搜名称、宗地代码、位置"
    listed_at, opens_at = "economy:parcels", "economy:parcel"
    open_states = frozenset(ParcelState.values) - {ParcelState.VOIDED}


class PublicParcelTable(Table):
    """What the public reads of the published parcels, and may ask."""

    model = LandParcel
    title = "招商地图"
    columns = ("name", "land_use", AREA_MU, "plot_ratio", "address", "area", "is_illustrative")
    filters = {"land_use": ("exact",)}
    asked = (*SIZES, *near_questions(places_here))
    narrowed_by = ("land_use", "mu_min", "mu_max", "near", "km")
    choices_of = ParcelTable.choices_of
    measured_by = MEASURED_BY
    orders = {"name": "名称", "area_m2": "面积从小到大", "-area_m2": "面积从大到小"}
    order = "-area_m2"
    listed_at, opens_at = "economy_public:land", "economy_public:parcel"


class LandUseTable(Table):
    """The national classification, the same for every office."""

    model = LandUseCode
    exported_as = "economy.land_uses"
    export_permission = "economy.export_landparcel"
    in_back_office = True
    shared = True
    columns = ("code", "name", "colour")
    filters = {"code": ("exact", "startswith")}
    orders = {"code": ""}
    order = "code"
    search_fields = ("code", "name")
