"""Investment completed, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.progress.models import ProjectProgress
from portal.admin import ReadOnlyAdmin, column


@admin.register(ProjectProgress)
class ProgressAdmin(ReadOnlyAdmin):
    """Investment completed, month by month."""

    list_display = (column("project__name", "项目"), "period", "completed", "note")
    ordering = ("-id",)
