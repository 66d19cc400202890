"""Investment completed, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.progress.models import ProjectProgress
from economy.progress.tables import ProgressTable
from portal.admin import ReadOnlyAdmin


@admin.register(ProjectProgress)
class ProgressAdmin(ReadOnlyAdmin):
    """Investment completed, month by month."""

    table = ProgressTable
