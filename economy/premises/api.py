"""Carriers and their floors by API."""

from __future__ import annotations

from economy.premises.models import IndustrialCarrier, Premises
from portal.api.viewsets import ScopedViewSet


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


RESOURCES = {"carriers": CarrierViewSet, "premises": PremisesViewSet}
