"""What there is to read of clusters and their members."""

from __future__ import annotations

from typing import Any

from django.db import models

from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.clusters.queries import present_members
from portal.records.columns import Col
from portal.records.filters import Asked
from portal.records.tables import Table


def clusters_of(user: Any) -> models.QuerySet:
    """The clusters a user may see, by name."""
    return IndustryCluster.objects.visible_to(user).order_by("name")


class ClusterTable(Table):
    """Every cluster, with how many belong today."""

    model = IndustryCluster
    exported_as = "economy.clusters"
    export_permission = "economy.export_clustermembership"
    columns = (
        "name", "lead_chain", Col(name="members", label="现有成员", unit="家", kind="integer", value=present_members),
        "target_output", "target_year", "area", "source_document", "note", "is_illustrative",
    )  # fmt: skip
    details = ("created_at",)
    on_page = ("name", "lead_chain", "members", "target_output", "target_year", "area")
    on_api = ("name", "lead_chain", "area", "target_output", "target_year", "is_illustrative")
    filters = {"area": (), "name": ("exact",), "is_illustrative": ("exact",)}
    narrowed_by = ("area",)
    orders = {"name": ""}
    search_label = "搜名称、产业链、说明"
    listed_at, opens_at = "economy:clusters", "economy:cluster"


class MemberTable(Table):
    """Every membership, from when to when: the records that a count of members opens to."""

    model = ClusterMembership
    exported_as = "economy.cluster_members"
    in_back_office = True
    columns = (
        "cluster", "enterprise", "enterprise__uscc", "enterprise__industry", "role", "joined_on", "joined_precision",
        "left_on", "left_reason", "enterprise__area", "source_document", "note", "is_illustrative",
    )  # fmt: skip
    details = ("created_at",)
    on_page = (
        "enterprise",
        "cluster",
        "role",
        "enterprise_industry",
        "joined_on",
        "left_on",
        "enterprise_area",
    )
    on_api = ("cluster", "enterprise", "role", "joined_on", "joined_precision", "left_on", "is_illustrative")
    filters = {
        "area": (), "cluster": ("exact",), "enterprise": ("exact",), "role": ("exact",),
        "joined_on": ("exact", "gte", "lte"), "left_on": ("exact", "gt", "isnull"), "is_illustrative": ("exact",),
    }  # fmt: skip
    area_path = "enterprise__area_id"
    asked = (Asked("on", "哪天的成员", "date", lambda rows, day, asking: rows.on(day)),)
    narrowed_by = ("cluster", "area", "role", "on", "joined_on__gte", "joined_on__lte", "is_illustrative")
    picked_from = {"cluster": clusters_of}
    orders = {"joined_on": ""}
    search_fields = ("enterprise__name", "cluster__name")
    search_label = "搜企业、集群名称"
    listed_at, opens_at = "economy:cluster_members", "economy:cluster_member"
