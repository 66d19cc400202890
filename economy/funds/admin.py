"""Funds in place in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.funds.models import FundsEntry, FundsEvidence
from economy.funds.tables import FundsTable
from portal.admin import ReadOnlyAdmin, ScopedTabularInline


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

    table = FundsTable
    exclude = ("search_text",)
    inlines = (EvidenceInline,)
