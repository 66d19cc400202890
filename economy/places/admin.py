"""Places one asks the distance to, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.places.models import PointOfInterest
from portal.admin import ScopedModelAdmin, column


@admin.register(PointOfInterest)
class PlaceAdmin(ScopedModelAdmin):
    """Places one asks the distance to."""

    list_display = ("name", "kind", "lon", "lat", "is_public", column("area__name", "所属机构"))
    list_filter = ("kind", "is_public")
    search_fields = ("name",)
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
