"""Carriers and their floors in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.premises.models import IndustrialCarrier, Premises
from portal.admin import ReadOnlyAdmin, column


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
