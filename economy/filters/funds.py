"""Filters of funds in place, shared by the list page and the export."""

from __future__ import annotations

import django_filters

from economy.models import FundsCurrency, FundsEntry, FundsState
from portal.site.filters import AreaFilter, ChoiceFilter, YesNoFilter


class FundsFilter(django_filters.FilterSet):
    """Entries by area (with everything below), project, state, months, and where the money came from."""

    area = AreaFilter(model=FundsEntry)
    project = django_filters.NumberFilter(label="项目编号（系统）", field_name="project_id")
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
