"""Investment completed, by API."""

from __future__ import annotations

from typing import Any

from economy.progress.actions import record_progress
from economy.progress.models import ProjectProgress
from economy.progress.serializers import ProgressInput
from portal.api.viewsets import Creates, ScopedViewSet
from portal.figures.periods import Period


class ProgressViewSet(Creates, ScopedViewSet):
    """Investment completed up to the end of a month; POST enters or changes a month."""

    model = ProjectProgress
    columns = (
        "id",
        "project",
        "project__name",
        "period",
        "completed",
        "fall_reason",
        "note",
        "is_illustrative",
    )
    filters = {"project": ["exact"], "area": ["exact"], "period": ["exact", "gte", "lte"]}
    create_input = ProgressInput

    def perform_create(self, data: dict[str, Any]) -> ProjectProgress:
        """Record the month."""
        period = data.pop("period")
        month = Period(period.year, period.end_month)
        return record_progress(data.pop("project"), period=month, by=self.request.user, **data)


RESOURCES = {"project-progress": ProgressViewSet}
