"""Projects and their money in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.projects.models import Project, ProjectMilestone, StageReversal
from portal.admin import ReadOnlyAdmin, ScopedTabularInline, column


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

    list_display = ("name", "code", "industry_label", "planned_investment", "signed_text", "stage",
                    column("area__name", "区域"))  # fmt: skip
    list_filter = ("stage", "is_public", "is_illustrative")
    search_fields = ("search_text",)
    ordering = ("-id",)
    exclude = ("search_text",)
    inlines = (MilestoneInline,)
    export = "economy.projects"


@admin.register(StageReversal)
class ReversalAdmin(ReadOnlyAdmin):
    """Every proposal to set a project back."""

    list_display = (column("project__name", "项目"), "from_stage", "to_stage", "reason", "state")
    list_filter = ("state",)
    ordering = ("-id",)
