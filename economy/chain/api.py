"""Enterprises courted for a chain, by API."""

from __future__ import annotations

from economy.chain.tables import TargetTable
from portal.api.viewsets import ScopedViewSet


class TargetEnterpriseViewSet(ScopedViewSet):
    """Enterprises the street courts."""

    table = TargetTable


RESOURCES = {"target-enterprises": TargetEnterpriseViewSet}
