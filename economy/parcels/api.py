"""Parcels, carriers and their premises, by API."""

from __future__ import annotations

from economy.parcels.actions import register_parcel
from economy.parcels.facts import PARCEL_FACTS
from economy.parcels.models import LandParcel
from portal.api.viewsets import Creates, ScopedViewSet


class ParcelViewSet(Creates, ScopedViewSet):
    """Parcels with their life; POST saves a new one, and asks (400 with a `code`) about what looks doubtful."""

    model = LandParcel
    columns = (
        "id", "name", "parcel_code", "state", "area", "area__name", "address", "land_use", "land_use__code",
        "land_use__name", "area_value", "area_unit", "area_m2", "plot_ratio", "supply_method", "owner_type",
        "start_deadline", "review_by", "is_public", "lon", "lat",
    )  # fmt: skip
    detail_columns = (
        "planned_use", "building_density_pct", "green_ratio_pct", "height_limit_m", "supplied_on", "started_on",
        "stopped_on", "completed_on", "built_pct", "land_price_wan", "planned_investment_wan", "invested_wan",
        "tax_wan", "tax_year", "secrecy", "boundary", "boundary_system", "measured_m2", "is_illustrative", "note",
    )  # fmt: skip
    filters = {
        "area": ["exact"], "state": ["exact", "in"], "land_use": ["exact"], "area_m2": ["gte", "lte"],
        "is_public": ["exact"], "review_by": ["exact", "gte", "lte"], "start_deadline": ["gte", "lte"],
        "is_illustrative": ["exact"],
    }  # fmt: skip
    orderings = ("id", "area_m2", "review_by")
    facts, create_action, create_permission = PARCEL_FACTS, register_parcel, "economy.save_parcel"


RESOURCES = {"parcels": ParcelViewSet}
