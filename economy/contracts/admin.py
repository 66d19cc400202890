"""Contracts in the back office: to look at and to export."""

from __future__ import annotations

from django.contrib import admin

from economy.contracts.models import Contract
from economy.contracts.tables import ContractTable
from portal.admin import ReadOnlyAdmin


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin):
    """Every contract, voided ones too."""

    table = ContractTable
