"""Parcels by API."""

from __future__ import annotations

from typing import Any

from economy.parcels.actions import save_parcel
from economy.parcels.models import LandParcel
from economy.parcels.serializers import ParcelInput, draft_of
from economy.parcels.tables import ParcelTable
from portal.api.viewsets import Creates, ScopedViewSet


class ParcelViewSet(Creates, ScopedViewSet):
    """Parcels with their life; POST saves a new one, and asks (400 with a `code`) about what looks doubtful."""

    table = ParcelTable
    create_input = ParcelInput
    create_permission = "economy.save_parcel"

    def perform_create(self, data: dict[str, Any]) -> LandParcel:
        """Save the parcel."""
        return save_parcel(draft_of(data, self.request.user), by=self.request.user)


RESOURCES = {"parcels": ParcelViewSet}
