"""Projects and their money in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.models import (
    Contract,
    FundsEntry,
    FundsEvidence,
    FundsStatement,
    FundsTotal,
    Project,
    ProjectMilestone,
    ProjectProgress,
    SourceRegion,
    StageReversal,
)
from portal.admin import ReadOnlyAdmin, ScopedTabularInline, column, flag


class MilestoneInline(ScopedTabularInline):
    """When the project came to its stages."""

    model = ProjectMilestone
    fields = readonly_fields = ("stage", "text", "precision", "document", "note")
    ordering = ("id",)
    max_num = 0
    verbose_name_plural = "阶段记录"


class EvidenceInline(ScopedTabularInline):
    """What proves the money."""

    model = FundsEvidence
    fields = readonly_fields = ("kind", "document")
    ordering = ("id",)
    max_num = 0
    verbose_name_plural = "凭证"


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


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin):
    """Every contract, voided ones too."""

    list_display = (column("project__name", "项目"), "type", "amount", "signed_text", "state")
    list_filter = ("type", "state")
    ordering = ("-id",)
    export = "economy.contracts"


@admin.register(StageReversal)
class ReversalAdmin(ReadOnlyAdmin):
    """Every proposal to set a project back."""

    list_display = (column("project__name", "项目"), "from_stage", "to_stage", "reason", "state")
    list_filter = ("state",)
    ordering = ("-id",)


@admin.register(ProjectProgress)
class ProgressAdmin(ReadOnlyAdmin):
    """Investment completed, month by month."""

    list_display = (column("project__name", "项目"), "period", "completed", "note")
    ordering = ("-id",)


@admin.register(FundsEntry)
class FundsAdmin(ReadOnlyAdmin):
    """Every entry of funds in place, voided ones too."""

    list_display = (column("project__name", "项目"), "received_on", "amount", "currency", "source_region_code",
                    flag("is_out_of_district", "区外资金"), "receipt_no", "state")  # fmt: skip
    list_filter = (
        "state",
        "currency",
        ("is_out_of_district", admin.BooleanFieldListFilter),
        "is_illustrative",
    )
    search_fields = ("search_text",)
    ordering = ("-id",)
    exclude = ("search_text",)
    inlines = (EvidenceInline,)
    export = "economy.funds"


@admin.register(FundsTotal)
class FundsTotalAdmin(ReadOnlyAdmin):
    """The totals the database keeps, to compare with the entries."""

    list_display = (column("area__name", "区域"), "period", "entries", "in_place", "out_of_district", "out_of_province",
                    "foreign_usd")  # fmt: skip
    ordering = ("-id",)


@admin.register(FundsStatement)
class StatementAdmin(ReadOnlyAdmin):
    """What ledgers state without receipts."""

    list_display = (
        column("project__name", "项目"),
        "year",
        "in_place",
        "out_of_district",
        "out_of_province",
    )
    ordering = ("-id",)


@admin.register(SourceRegion)
class RegionAdmin(ReadOnlyAdmin):
    """The table of regions, the same for every office."""

    shared = True
    list_display = ("code", "full_name", "level", "valid_from", "valid_to")
    list_filter = ("level",)
    search_fields = ("code", "full_name")
    ordering = ("code", "id")
