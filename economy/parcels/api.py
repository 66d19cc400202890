"""Parcels by API."""

from __future__ import annotations

from economy.parcels.actions import register_parcel
from economy.parcels.facts import PARCEL_FACTS
from economy.parcels.tables import ParcelTable
from portal.api.viewsets import Creates, ScopedViewSet


class ParcelViewSet(Creates, ScopedViewSet):
    """Parcels with their life; POST saves a new one, and asks (400 with a `code`) about what looks doubtful."""

    table = ParcelTable
    facts, create_action, create_permission = PARCEL_FACTS, register_parcel, "economy.save_parcel"


RESOURCES = {"parcels": ParcelViewSet}
