"""Filters of enterprises, shared by the list page and the export."""

from __future__ import annotations

import django_filters
from django.db import models

from governance.enterprises.models import Enterprise, EnterpriseSize, EnterpriseState
from governance.industries.filters import SectionFilter
from portal.site.filters import AreaFilter, ChoiceFilter, DateRangeFilter, YesNoFilter


class DesignatedSizeFilter(django_filters.NumberFilter):
    """The year in which statistics counted the enterprise as 规模以上."""

    def filter(self, queryset: models.QuerySet, value: int | None) -> models.QuerySet:
        """The enterprises above designated size in that year."""
        return queryset if value is None else queryset.above_designated_size(int(value))


class HasCodeFilter(YesNoFilter):
    """Whether a credit code is on record."""

    def filter(self, queryset: models.QuerySet, value: str) -> models.QuerySet:
        """The enterprises with, or without, a code."""
        if not value:
            return queryset
        return queryset.exclude(uscc="") if value == "true" else queryset.filter(uscc="")


class EnterpriseFilter(django_filters.FilterSet):
    """Enterprises by area (with everything below), state, industry, size and dates."""

    area = AreaFilter(model=Enterprise)
    state = ChoiceFilter(label="状态", choices=EnterpriseState.choices)
    section = SectionFilter(label="行业门类", field_name="industry__section")
    size = ChoiceFilter(label="规模", choices=EnterpriseSize.choices)
    has_code = HasCodeFilter(label="有信用代码")
    designated_in = DesignatedSizeFilter(label="哪年规模以上", min_value=1990, max_value=2100)
    moved_in_on = DateRangeFilter(label="入驻日期")

    class Meta:
        model = Enterprise
        fields = ("area", "state", "section", "size", "has_code", "designated_in", "moved_in_on")
