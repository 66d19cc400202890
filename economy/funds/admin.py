"""Funds in place in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.funds.models import FundsEntry, FundsEvidence, FundsStatement, FundsTotal
from portal.admin import ReadOnlyAdmin, ScopedTabularInline, column, flag


class EvidenceInline(ScopedTabularInline):
    """What proves the money."""

    model = FundsEvidence
    fields = readonly_fields = ("kind", "document")
    ordering = ("id",)
    max_num = 0
    verbose_name_plural = "凭证"


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
