"""Carriers and their floors by API."""

from __future__ import annotations

from economy.premises.tables import CarrierTable, PremisesTable
from portal.api.viewsets import ScopedViewSet


class CarrierViewSet(ScopedViewSet):
    """Buildings, plants and parks."""

    table = CarrierTable


class PremisesViewSet(ScopedViewSet):
    """Floors and units of carriers."""

    table = PremisesTable


RESOURCES = {"carriers": CarrierViewSet, "premises": PremisesViewSet}
