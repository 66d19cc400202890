"""Clusters and their members, by API."""

from __future__ import annotations

from economy.clusters.actions import change_cluster, join_cluster, leave_cluster, save_cluster
from economy.clusters.facts import CHANGE_FACTS, CLUSTER_FACTS, JOIN_FACTS, LEAVE_FACTS
from economy.clusters.models import ClusterMembership, IndustryCluster
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


class ClusterViewSet(Creates, Changes, ScopedViewSet):
    """The clusters the office cultivates."""

    model = IndustryCluster
    columns = (
        "id",
        "name",
        "lead_chain",
        "area",
        "area__name",
        "target_output",
        "target_year",
        "is_illustrative",
    )
    detail_columns = ("note", "source_document", "created_at")
    filters = {"area": ["exact"], "name": ["exact"]}
    orderings = ("id", "name")
    create_facts, create_action = CLUSTER_FACTS, save_cluster
    change_facts, change_action = CHANGE_FACTS, change_cluster


class ClusterMemberViewSet(Creates, ScopedViewSet):
    """Who belongs to which cluster, from when to when; POST lets an enterprise join."""

    model = ClusterMembership
    columns = (
        "id", "cluster", "cluster__name", "enterprise", "enterprise__name", "role", "joined_on", "joined_precision",
        "left_on", "is_illustrative",
    )  # fmt: skip
    detail_columns = ("left_reason", "note", "source_document", "created_at")
    filters = {
        "cluster": ["exact"], "enterprise": ["exact"], "role": ["exact"],
        "joined_on": ["exact", "gte", "lte"], "left_on": ["exact", "gt", "isnull"],
    }  # fmt: skip
    orderings = ("id", "joined_on")
    facts, about, create_action, create_permission = (
        JOIN_FACTS,
        "cluster",
        join_cluster,
        "economy.join_cluster",
    )
    leave = acts("leave", leave_cluster, LEAVE_FACTS, "登记退出。")


RESOURCES = {"clusters": ClusterViewSet, "cluster-members": ClusterMemberViewSet}
