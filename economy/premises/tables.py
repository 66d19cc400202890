"""What there is to read of carriers and their floors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import ExpressionWrapper, F, Value
from django.db.models.functions import NullIf

from economy.parcels.tables import RATE, rate
from economy.places.distance import MEASURED_BY, near_questions, place_choices
from economy.premises.models import IndustrialCarrier, Premises, floor_name
from portal.records.columns import Col
from portal.records.filters import Asked, Asking
from portal.records.tables import Table

MOST_M2 = 10**9


def _occupancy(total: str) -> Col:
    share = ExpressionWrapper(F("leased_m2") * 100 / NullIf(F(total), Value(0)), RATE)
    return rate("occupancy_pct", "入驻率", "%", share)


def with_free(rows: Any, m2: Decimal, asking: Asking) -> Any:
    """Those with at least so much floor to be had."""
    return rows.filter(floor_area_total_m2__gte=F("leased_m2") + m2)


class CarrierTable(Table):
    """Every carrier with its floor areas and who moved in."""

    model = IndustrialCarrier
    exported_as = "economy.carriers"
    served_as = "carriers"
    in_back_office = True
    columns = (
        "name", "kind", "area__code", "area", "address", "operator", "parcel", "floor_count",
        Col("floor_area_total_m2", sort=True), "leased_m2", _occupancy("floor_area_total_m2"), Col("tenant_count", sort=True),
        "tax_wan", "tax_year", "responsible", Col("review_by", kind="due", sort=True), "secrecy", "is_public", "lon", "lat",
        "note", "is_illustrative",
    )  # fmt: skip
    details = ("published_at", "created_at", "updated_at")
    on_page = ("name", "kind", "floor_area_total_m2", "occupancy_pct", "tenant_count", "tax_wan", "review_by", "responsible",
               "area")  # fmt: skip
    filters = {
        "area": (), "kind": ("exact", "in"), "parcel": ("exact",), "floor_area_total_m2": ("gte", "lte"),
        "is_public": ("exact",), "review_by": ("exact", "gte", "lte"), "is_illustrative": ("exact",),
    }  # fmt: skip
    asked = (
        Asked("free_min", "空置面积从（平方米）", "decimal", with_free, least=0, most=MOST_M2),
        *near_questions(),
    )
    narrowed_by = ("area", "kind", "free_min", "near", "km", "is_public")
    choices_of = {"near": place_choices}
    measured_by = MEASURED_BY
    search_label = "搜名称、地址、运营单位"
    listed_at, opens_at = "economy:carriers", "economy:carrier"


class PremisesTable(Table):
    """Floors and units of carriers; occupancy is leased of total."""

    model = Premises
    exported_as = "economy.premises"
    export_permission = "economy.export_industrialcarrier"
    served_as = "premises"
    in_back_office = True
    columns = ("carrier", Col("floor", show=floor_name), "unit", "floor_area_m2", "leased_m2", _occupancy("floor_area_m2"),
               "tenant_count", "rent_yuan", "note")  # fmt: skip
    filters = {"area": (), "carrier": ("exact",), "floor": ("exact", "gte", "lte")}
    narrowed_by = ("area",)
    search_fields = ("carrier__name", "unit", "note")
