"""Projects and their money in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.projects.models import Project, ProjectMilestone
from economy.projects.tables import ProjectTable
from portal.admin import ReadOnlyAdmin, rows_of

STAGES = rows_of(
    ProjectMilestone,
    "stage",
    "text",
    "precision",
    "document",
    "note",
    title="阶段记录",
    related=("document",),
)


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Every project."""

    table = ProjectTable
    exclude = ("search_text",)
    inlines = (STAGES,)
