"""Parcels in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.parcels.models import LandParcel
from economy.parcels.tables import ParcelTable
from portal.admin import ReadOnlyAdmin


@admin.register(LandParcel)
class ParcelAdmin(ReadOnlyAdmin):
    """Every parcel, to look at and to export; changes are made on the desk."""

    table = ParcelTable
    exclude = ("far_sketch", "near_sketch")
