"""Places one asks the distance to, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.places.models import PointOfInterest
from economy.places.tables import PlaceTable
from portal.admin import ScopedModelAdmin


@admin.register(PointOfInterest)
class PlaceAdmin(ScopedModelAdmin):
    """Places one asks the distance to."""

    table = PlaceTable
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
