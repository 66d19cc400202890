"""Parcels and land uses in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.parcels.models import LandParcel, LandUseCode
from economy.parcels.tables import LandUseTable, ParcelTable
from portal.admin import ReadOnlyAdmin


@admin.register(LandParcel)
class ParcelAdmin(ReadOnlyAdmin):
    """Every parcel, to look at and to export; changes are made on the desk."""

    table = ParcelTable
    exclude = ("far_sketch", "near_sketch")


@admin.register(LandUseCode)
class LandUseCodeAdmin(ReadOnlyAdmin):
    """The national classification, the same for every office."""

    shared = True
    table = LandUseTable
    ordering = ("code",)
