"""Filters of funds in place, shared by the list page and the export."""

from __future__ import annotations

import django_filters
from django.db import models
from django.db.models import Q

from economy.funds.models import FundsCurrency, FundsEntry, FundsState
from economy.projects.models import Project
from portal.site.filters import AreaFilter, ChoiceFilter, YesNoFilter


class FundsFilter(django_filters.FilterSet):
    """Entries by area (with everything below), project, state, months, and where the money came from."""

    area = AreaFilter(model=FundsEntry)
    project = django_filters.CharFilter(label="项目全称或编号", method="of_project")
    state = ChoiceFilter(label="状态", choices=FundsState.choices)
    period_from = django_filters.CharFilter(label="到账月份从", field_name="period", lookup_expr="gte")
    period_to = django_filters.CharFilter(label="到账月份到", field_name="period", lookup_expr="lte")
    out_of_district = YesNoFilter(label="区外资金", field_name="is_out_of_district")
    out_of_province = YesNoFilter(label="省外资金", field_name="is_out_of_province")
    currency = ChoiceFilter(label="币种", choices=FundsCurrency.choices)

    class Meta:
        model = FundsEntry
        fields = (
            "area", "project", "state", "period_from", "period_to", "out_of_district", "out_of_province", "currency",
        )  # fmt: skip

    def of_project(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """The entries of the project with this name, number or key."""
        text = value.strip()
        if text.isascii() and text.isdecimal() and len(text) < 19:
            return queryset.filter(project_id=int(text))
        named = Project.objects.filter(Q(name=text) | Q(code=text)).values("pk")
        return queryset.filter(project__in=named)
