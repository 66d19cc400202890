"""Clusters and their members as files."""

from __future__ import annotations

from economy.clusters.tables import ClusterTable, MemberTable
from portal.exchange.outgoing import Export


class ClusterExport(Export):
    """Every cluster, with how many belong today."""

    name = "economy.clusters"
    permission = "economy.export_clustermembership"
    table = ClusterTable


class ClusterMemberExport(Export):
    """Every membership, from when to when."""

    name = "economy.cluster_members"
    permission = "economy.export_clustermembership"
    table = MemberTable
