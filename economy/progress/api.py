"""Investment completed, by API."""

from __future__ import annotations

from economy.progress.actions import record_progress
from economy.progress.facts import PROGRESS_FACTS
from economy.progress.tables import ProgressTable
from portal.api.viewsets import Creates, ScopedViewSet


class ProgressViewSet(Creates, ScopedViewSet):
    """Investment completed up to the end of a month; POST enters or changes a month."""

    table = ProgressTable
    facts, about, create_action = PROGRESS_FACTS, "project", record_progress


RESOURCES = {"project-progress": ProgressViewSet}
