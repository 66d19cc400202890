"""The table of regions in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.regions.models import SourceRegion
from portal.admin import ReadOnlyAdmin


@admin.register(SourceRegion)
class RegionAdmin(ReadOnlyAdmin):
    """The table of regions, the same for every office."""

    shared = True
    list_display = ("code", "full_name", "level", "valid_from", "valid_to")
    list_filter = ("level",)
    search_fields = ("code", "full_name")
    ordering = ("code", "id")
