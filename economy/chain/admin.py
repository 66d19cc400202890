"""Industry chains and the enterprises courted for them, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.chain.models import ChainLink, TargetEnterprise
from economy.chain.tables import ChainLinkTable, TargetTable
from portal.admin import ReadOnlyAdmin, ScopedModelAdmin


@admin.register(ChainLink)
class ChainLinkAdmin(ScopedModelAdmin):
    """Links of industry chains: what is here, weak or missing."""

    table = ChainLinkTable
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
    ordering = ("chain", "order", "id")


@admin.register(TargetEnterprise)
class TargetEnterpriseAdmin(ReadOnlyAdmin):
    """Enterprises the street courts; changes are made on the desk."""

    table = TargetTable
