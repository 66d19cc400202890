"""Industry chains in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.chain.models import ChainLink
from economy.chain.tables import ChainLinkTable
from portal.admin import ScopedModelAdmin


@admin.register(ChainLink)
class ChainLinkAdmin(ScopedModelAdmin):
    """Links of industry chains: what is here, weak or missing."""

    table = ChainLinkTable
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
    ordering = ("chain", "order", "id")
