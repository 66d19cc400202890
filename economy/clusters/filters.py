"""Filters of clusters and their members, shared by lists, API and export."""

from __future__ import annotations

import django_filters
from django.db import models

from economy.clusters.models import ClusterMembership, ClusterRole, IndustryCluster
from portal.accounts.models import Area
from portal.records.kinds import PickedDate
from portal.site.filters import (
    AreaFilter,
    ChoiceFilter,
    DateRangeFilter,
    RecordFilter,
    YesNoFilter,
)


def clusters_of(request: object) -> models.QuerySet:
    """The clusters the asking user may see; none without a request."""
    if request is None:
        return IndustryCluster.objects.none()
    return IndustryCluster.objects.visible_to(request.user).order_by("name")


class ClusterFilter(django_filters.FilterSet):
    """Clusters by area (with everything below)."""

    area = AreaFilter(model=IndustryCluster)

    class Meta:
        model = IndustryCluster
        fields = ("area",)


class MemberFilter(django_filters.FilterSet):
    """Memberships by cluster, role, the enterprise's area, and the day they hold on."""

    cluster = RecordFilter(label="产业集群", records=clusters_of)
    area = AreaFilter(model=ClusterMembership, label="企业所在区域", method="in_area")
    role = ChoiceFilter(label="角色", choices=ClusterRole.choices)
    on = django_filters.DateFilter(label="哪天的成员", method="holding_on", widget=PickedDate())
    joined_on = DateRangeFilter(label="加入日期")
    illustrative = YesNoFilter(label="示例数据", field_name="is_illustrative")

    class Meta:
        model = ClusterMembership
        fields = ("cluster", "area", "role", "on", "joined_on", "illustrative")

    def holding_on(self, queryset: models.QuerySet, name: str, value: object) -> models.QuerySet:
        """The memberships that hold on a day."""
        return queryset.on(value) if value else queryset

    def in_area(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """The enterprises in the area or below it."""
        below = Area.objects.filter(
            path__startswith=models.Subquery(Area.objects.filter(pk=value).values("path")[:1])
        )
        return queryset.filter(enterprise__area__in=below.values("pk")) if value else queryset
