"""The table of regions in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.regions.models import SourceRegion
from economy.regions.tables import RegionTable
from portal.admin import ReadOnlyAdmin


@admin.register(SourceRegion)
class RegionAdmin(ReadOnlyAdmin):
    """The table of regions, the same for every office."""

    shared = True
    table = RegionTable
    ordering = ("code", "id")
