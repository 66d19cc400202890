"""How far the building of a project has come."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from economy.progress.models import ProjectProgress


def newest_progress() -> Subquery:
    """The completed investment of each row's project, by the last month on record; for lists."""
    rows = ProjectProgress.objects.filter(project=OuterRef("pk")).order_by("-period")
    return Subquery(rows.values("completed")[:1])
