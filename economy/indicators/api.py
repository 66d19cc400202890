"""Indicators and targets, by API."""

from __future__ import annotations

from economy.indicators.tables import IndicatorTable, TargetTable
from portal.api.viewsets import ScopedViewSet


class IndicatorViewSet(ScopedViewSet):
    """What the caller's office measures."""

    table = IndicatorTable


class TargetViewSet(ScopedViewSet):
    """What areas are to reach in a year."""

    table = TargetTable


RESOURCES = {"indicators": IndicatorViewSet, "targets": TargetViewSet}
