"""Land in the back office: parcels and carriers to look at, places, land uses and chains to keep."""

from __future__ import annotations

from django.contrib import admin

from economy.parcels.models import LandParcel, LandUseCode
from portal.admin import ReadOnlyAdmin, column


@admin.register(LandParcel)
class ParcelAdmin(ReadOnlyAdmin):
    """Every parcel, to look at and to export; changes are made on the desk."""

    list_display = ("name", "parcel_code", column("land_use__name", "用地性质"), "area_value", "area_unit", "state",
                    "review_by", column("area__name", "区域"))  # fmt: skip
    list_filter = ("state", "is_public", "secrecy")
    exclude = ("far_sketch", "near_sketch")
    export = "economy.parcels"


@admin.register(LandUseCode)
class LandUseCodeAdmin(ReadOnlyAdmin):
    """The national classification, the same for every office."""

    shared = True
    list_display = ("code", "name", "colour")
    search_fields = ("code", "name")
    ordering = ("code",)
