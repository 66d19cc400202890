"""Filters of reports, shared by the list page, the API and the export."""

from __future__ import annotations

import django_filters
from django.db import models

from economy.indicators.models import Indicator
from economy.reports.models import IndicatorReport, ReportState
from portal.site.filters import AreaFilter, ChoiceFilter, RecordFilter, YesNoFilter


def indicators_of(request: object) -> models.QuerySet:
    """The indicators the asking user may see; none without a request."""
    if request is None:
        return Indicator.objects.none()
    return Indicator.objects.visible_to(request.user).order_by("order", "id")


class ReportFilter(django_filters.FilterSet):
    """Reports by area (with everything below), indicator, state and months."""

    area = AreaFilter(model=IndicatorReport)
    indicator = RecordFilter(label="指标", records=indicators_of)
    state = ChoiceFilter(label="状态", choices=ReportState.choices)
    period_from = django_filters.CharFilter(label="期间从", field_name="period", lookup_expr="gte")
    period_to = django_filters.CharFilter(label="期间到", field_name="period", lookup_expr="lte")
    standing = YesNoFilter(label="现行数", field_name="is_current")

    class Meta:
        model = IndicatorReport
        fields = ("area", "indicator", "state", "period_from", "period_to", "standing")
