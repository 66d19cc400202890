"""Contracts in the back office: to look at and to export."""

from __future__ import annotations

from django.contrib import admin

from economy.contracts.models import Contract
from portal.admin import ReadOnlyAdmin, column


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin):
    """Every contract, voided ones too."""

    list_display = (column("project__name", "项目"), "type", "amount", "signed_text", "state")
    list_filter = ("type", "state")
    ordering = ("-id",)
    export = "economy.contracts"
