"""Funds in place in the back office: to look at and to export; changes are made on the desk, by steps."""

from __future__ import annotations

from django.contrib import admin

from economy.funds.models import FundsEntry, FundsEvidence
from economy.funds.tables import FundsTable
from portal.admin import ReadOnlyAdmin, rows_of


@admin.register(FundsEntry)
class FundsAdmin(ReadOnlyAdmin):
    """Every entry of funds in place, voided ones too."""

    table = FundsTable
    exclude = ("search_text",)
    inlines = (rows_of(FundsEvidence, "kind", "document", title="凭证", related=("document",)),)
