"""Projects and their money in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.projects.models import Project, ProjectMilestone
from economy.projects.tables import ProjectTable
from portal.admin import ReadOnlyAdmin, ScopedTabularInline


class MilestoneInline(ScopedTabularInline):
    """When the project came to its stages."""

    model = ProjectMilestone
    fields = readonly_fields = ("stage", "text", "precision", "document", "note")
    ordering = ("id",)
    max_num = 0
    verbose_name_plural = "阶段记录"


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Every project."""

    table = ProjectTable
    exclude = ("search_text",)
    inlines = (MilestoneInline,)
