"""Filters of projects and contracts, shared by the list page and the export."""

from __future__ import annotations

import django_filters
from django.db import models

from economy.projects.models import UNDER_WAY, Project, ProjectStage, ReversalState, StageReversal
from portal.site.filters import AreaFilter, ChoiceFilter, YesNoFilter

MONTH_HELP = "例如 2017-06"


class UnderWayFilter(YesNoFilter):
    """Building, or partly in operation."""

    def filter(self, queryset: models.QuerySet, value: str) -> models.QuerySet:
        """The projects at those stages, or the others."""
        if not value:
            return queryset
        stages = [stage for stage in UNDER_WAY if stage not in (ProjectStage.SIGNED, ProjectStage.LANDED)]
        return queryset.filter(stage__in=stages) if value == "true" else queryset.exclude(stage__in=stages)


class ProjectFilter(django_filters.FilterSet):
    """Projects by area (with everything below), stage, months of signing and who answers for them."""

    area = AreaFilter(model=Project)
    stage = ChoiceFilter(label="阶段", choices=ProjectStage.choices)
    under_way = UnderWayFilter(label="在建")
    signed_from = django_filters.CharFilter(label="签约月份从", field_name="signed_month", lookup_expr="gte")
    signed_to = django_filters.CharFilter(label="签约月份到", method="signed_until")
    is_public = YesNoFilter(label="对外公开")
    illustrative = YesNoFilter(label="示例数据", field_name="is_illustrative")

    class Meta:
        model = Project
        fields = ("area", "stage", "under_way", "signed_from", "signed_to", "is_public", "illustrative")

    def signed_until(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """The projects signed by the end of the month; those not signed at all are none of them."""
        return queryset.filter(signed_month__gt="", signed_month__lte=value) if value else queryset


class ReversalFilter(django_filters.FilterSet):
    """Proposals by area and state."""

    area = AreaFilter(model=StageReversal)
    state = ChoiceFilter(label="状态", choices=ReversalState.choices)

    class Meta:
        model = StageReversal
        fields = ("area", "state")
