"""Land in the back office: parcels and carriers to look at, places, land uses and chains to keep."""

from __future__ import annotations

from django.contrib import admin

from economy.models import (
    ChainLink,
    IndustrialCarrier,
    LandParcel,
    LandUseCode,
    PointOfInterest,
    Premises,
    TargetEnterprise,
)
from portal.admin import ReadOnlyAdmin, ScopedModelAdmin, column


@admin.register(LandParcel)
class ParcelAdmin(ReadOnlyAdmin):
    """Every parcel, to look at and to export; changes are made on the desk."""

    list_display = ("name", "parcel_code", column("land_use__name", "用地性质"), "area_value", "area_unit", "state",
                    "review_by", column("area__name", "区域"))  # fmt: skip
    list_filter = ("state", "is_public", "secrecy")
    exclude = ("far_sketch", "near_sketch")
    export = "economy.parcels"


@admin.register(IndustrialCarrier)
class CarrierAdmin(ReadOnlyAdmin):
    """Every carrier, to look at and to export."""

    list_display = ("name", "kind", "floor_area_total_m2", "leased_m2", "tenant_count", "review_by",
                    column("area__name", "区域"))  # fmt: skip
    list_filter = ("kind", "is_public")
    export = "economy.carriers"


@admin.register(Premises)
class PremisesAdmin(ReadOnlyAdmin):
    """Every floor and unit."""

    list_display = (
        column("carrier__name", "载体"),
        "floor",
        "unit",
        "floor_area_m2",
        "leased_m2",
        "tenant_count",
    )
    search_fields = ("carrier__name", "unit")


@admin.register(PointOfInterest)
class PlaceAdmin(ScopedModelAdmin):
    """Places one asks the distance to."""

    list_display = ("name", "kind", "lon", "lat", "is_public", column("area__name", "所属机构"))
    list_filter = ("kind", "is_public")
    search_fields = ("name",)
    autocomplete_fields = ("area",)
    exclude = ("created_by",)


@admin.register(LandUseCode)
class LandUseCodeAdmin(ReadOnlyAdmin):
    """The national classification, the same for every office."""

    shared = True
    list_display = ("code", "name", "colour")
    search_fields = ("code", "name")
    ordering = ("code",)


@admin.register(ChainLink)
class ChainLinkAdmin(ScopedModelAdmin):
    """Links of industry chains: what is here, weak or missing."""

    list_display = ("chain", "name", "status", "order", column("area__name", "所属机构"))
    list_filter = ("status",)
    search_fields = ("chain", "name")
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
    ordering = ("chain", "order", "id")


@admin.register(TargetEnterprise)
class TargetEnterpriseAdmin(ReadOnlyAdmin):
    """Enterprises the street courts; changes are made on the desk."""

    list_display = (
        "name",
        column("link__chain", "产业链"),
        column("link__name", "环节"),
        "status",
        "next_on",
    )
    list_filter = ("status",)
    search_fields = ("name",)
    export = "economy.target_enterprises"
