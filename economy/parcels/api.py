"""Parcels, carriers and their premises, by API."""

from __future__ import annotations

from typing import Any

from economy.parcels.actions import save_parcel
from economy.parcels.models import LandParcel
from economy.parcels.serializers import ParcelInput, draft_of
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


RESOURCES = {"parcels": ParcelViewSet}
