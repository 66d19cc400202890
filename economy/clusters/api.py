"""Clusters and their members, by API."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from economy.clusters.actions import join_cluster, leave_cluster, save_cluster
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.serializers import ClusterChange, ClusterInput, JoinInput, LeaveInput
from portal.api.viewsets import Changes, Creates, ScopedViewSet


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
    create_input = ClusterInput
    change_input = ClusterChange

    def perform_create(self, data: dict[str, Any]) -> IndustryCluster:
        """Enter it."""
        return save_cluster(data, area=data.pop("area"), by=self.request.user)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change it."""
        save_cluster(data, cluster=record, by=self.request.user)


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
    create_input = JoinInput
    create_permission = "economy.join_cluster"
    leave_input = LeaveInput

    def perform_create(self, data: dict[str, Any]) -> ClusterMembership:
        """Record the joining."""
        return join_cluster(data.pop("cluster"), data.pop("enterprise"), by=self.request.user, **data)

    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """登记退出。"""
        membership = self.record(int(pk))
        leave_cluster(membership, by=request.user, **self.read(self.leave_input))
        return Response(self.row(membership.pk))


RESOURCES = {"clusters": ClusterViewSet, "cluster-members": ClusterMemberViewSet}
