"""Industry chains and the enterprises courted for them, in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.chain.models import ChainLink, TargetEnterprise
from portal.admin import ReadOnlyAdmin, ScopedModelAdmin, column


@admin.register(ChainLink)
class ChainLinkAdmin(ScopedModelAdmin):
    """Links of industry chains: what is here, weak or missing."""

    list_display = ("chain", "name", "status", "order", column("area__name", "所属机构"))
    list_filter = ("status",)
    search_fields = ("chain", "name")
    autocomplete_fields = ("area",)
    exclude = ("created_by",)
    ordering = ("chain", "order", "id")


@admin.register(TargetEnterprise)
class TargetEnterpriseAdmin(ReadOnlyAdmin):
    """Enterprises the street courts; changes are made on the desk."""

    list_display = (
        "name",
        column("link__chain", "产业链"),
        column("link__name", "环节"),
        "status",
        "next_on",
    )
    list_filter = ("status",)
    search_fields = ("name",)
    export = "economy.target_enterprises"
