"""Parcels, carriers and their premises, by API."""

from __future__ import annotations

from typing import Any

from economy.actions.parcels import save_parcel
from economy.models import IndustrialCarrier, LandParcel, PointOfInterest, Premises, TargetEnterprise
from economy.serializers.parcels import ParcelInput, draft_of
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
    create_input = ParcelInput
    create_permission = "economy.save_parcel"

    def perform_create(self, data: dict[str, Any]) -> LandParcel:
        """Save the parcel."""
        return save_parcel(draft_of(data, self.request.user), by=self.request.user)


class CarrierViewSet(ScopedViewSet):
    """Buildings, plants and parks."""

    model = IndustrialCarrier
    columns = (
        "id", "name", "kind", "area", "area__name", "address", "floor_area_total_m2", "leased_m2", "tenant_count",
        "tax_wan", "tax_year", "review_by", "is_public", "lon", "lat",
    )  # fmt: skip
    detail_columns = ("operator", "parcel", "floor_count", "secrecy", "is_illustrative", "note")
    filters = {
        "area": ["exact"],
        "kind": ["exact"],
        "is_public": ["exact"],
        "floor_area_total_m2": ["gte", "lte"],
    }
    orderings = ("id", "floor_area_total_m2", "review_by")


class PremisesViewSet(ScopedViewSet):
    """Floors and units of carriers."""

    model = Premises
    columns = ("id", "carrier", "carrier__name", "floor", "unit", "floor_area_m2", "leased_m2", "tenant_count",
               "rent_yuan", "note")  # fmt: skip
    filters = {"carrier": ["exact"], "floor": ["exact"]}
    search_fields = ("unit", "note")


class PlaceViewSet(ScopedViewSet):
    """Places one asks the distance to."""

    model = PointOfInterest
    columns = ("id", "name", "kind", "area", "lon", "lat", "is_public", "note")
    filters = {"kind": ["exact"], "is_public": ["exact"]}
    search_fields = ("name",)


class TargetEnterpriseViewSet(ScopedViewSet):
    """Enterprises the street courts."""

    model = TargetEnterprise
    columns = ("id", "name", "link", "link__chain", "link__name", "region", "status", "next_step", "next_on")
    detail_columns = ("reason", "is_illustrative", "note")
    filters = {"link": ["exact"], "status": ["exact", "in"]}
    search_fields = ("name",)
