"""Visits by API."""

from economy.visits.actions import record_visit
from economy.visits.facts import VISIT_FACTS
from economy.visits.tables import VisitTable
from portal.api.viewsets import Creates, ScopedViewSet


class VisitViewSet(Creates, ScopedViewSet):
    """Visits to projects."""

    table = VisitTable
    facts, about, create_action = VISIT_FACTS, "project", record_visit


RESOURCES = {"visits": VisitViewSet}
