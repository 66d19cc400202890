"""Clusters and their members, by API."""

from __future__ import annotations

from economy.clusters.actions import change_cluster, join_cluster, leave_cluster, save_cluster
from economy.clusters.facts import CHANGE_FACTS, CLUSTER_FACTS, JOIN_FACTS, LEAVE_FACTS
from economy.clusters.tables import ClusterTable, MemberTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


class ClusterViewSet(Creates, Changes, ScopedViewSet):
    """The clusters the office cultivates."""

    table = ClusterTable
    create_facts, create_action = CLUSTER_FACTS, save_cluster
    change_facts, change_action = CHANGE_FACTS, change_cluster


class ClusterMemberViewSet(Creates, ScopedViewSet):
    """Who belongs to which cluster, from when to when; POST lets an enterprise join."""

    table = MemberTable
    facts, about, create_action = JOIN_FACTS, "cluster", join_cluster
    create_permission = "economy.join_cluster"
    leave = acts("leave", leave_cluster, LEAVE_FACTS, "登记退出。")


RESOURCES = {"clusters": ClusterViewSet, "cluster-members": ClusterMemberViewSet}
