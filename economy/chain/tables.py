"""What there is to read of industry chains and of the enterprises courted for them."""

from __future__ import annotations

from functools import cache

from economy.chain.models import ChainLink, Courtship, TargetEnterprise
from portal.records.columns import Col
from portal.records.tables import Table


class ChainLinkTable(Table):
    """Links of industry chains: what is here, weak or missing."""

    model = ChainLink
    exported_as = "economy.chain_links"
    export_permission = "economy.export_targetenterprise"
    export_order = ("chain", "order", "pk")
    columns = ("area", "chain", "name", "status", "order", "note", "is_illustrative")
    on_page = ("chain", "name", "status", "order", "area")
    filters = {"area": (), "chain": ("exact",), "status": ("exact", "in"), "is_illustrative": ("exact",)}
    narrowed_by = ("status",)
    search_fields = ("chain", "name")


class TargetEnterpriseTable(Table):
    """The enterprises the street courts."""

    model = TargetEnterprise
    exported_as = "economy.target_enterprises"
    served_as = "target-enterprises"
    in_back_office = True
    columns = (
        "name", Col("link__chain", "产业链", because="环节是它的一部分，前面不用再写“产业链环节”"),
        Col("link", "环节", because="产业链在旁边一列"),
        Col("link__status", "环节现状", because="产业链在旁边一列"),
        "region", "status", "reason", "next_step", Col("next_on", kind="due", sort=True), "responsible", "note",
        "is_illustrative",
    )  # fmt: skip
    details = ("created_at", "updated_at")
    on_page = ("name", "link_chain", "link", "status", "next_step", "next_on", "responsible")
    filters = {
        "area": (), "link": ("exact",), "status": ("exact", "in"),
        "next_on": ("exact", "gte", "lte"), "is_illustrative": ("exact",),
    }  # fmt: skip
    narrowed_by = ("status",)
    search_fields = ("name",)
    search_label = "搜企业名称"
    listed_at, opens_at = "economy:target_enterprises", "economy:target_enterprise"
    open_states = frozenset(
        {Courtship.NOT_CONTACTED, Courtship.CONTACTED, Courtship.VISITED, Courtship.NEGOTIATING}
    )

    @classmethod
    @cache
    def state_path(cls) -> str:
        """How far the contact has come decides whether the next step still matters."""
        return "status"
