"""Links of chains and courted enterprises as files."""

from __future__ import annotations

from economy.chain.tables import ChainLinkTable, TargetTable
from portal.exchange.outgoing import Export


class TargetEnterpriseExport(Export):
    """The enterprises the street courts."""

    name = "economy.target_enterprises"
    permission = "economy.export_targetenterprise"
    table = TargetTable


class ChainLinkExport(Export):
    """Links of industry chains, chain by chain."""

    name = "economy.chain_links"
    permission = "economy.export_targetenterprise"
    table = ChainLinkTable
    order = ("chain", "order", "pk")
