"""Carriers and their floors in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.premises.models import IndustrialCarrier, Premises
from economy.premises.tables import CarrierTable, PremisesTable
from portal.admin import ReadOnlyAdmin


@admin.register(IndustrialCarrier)
class CarrierAdmin(ReadOnlyAdmin):
    """Every carrier, to look at and to export."""

    table = CarrierTable


@admin.register(Premises)
class PremisesAdmin(ReadOnlyAdmin):
    """Every floor and unit."""

    table = PremisesTable
