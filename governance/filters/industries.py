"""Filters of the table of industries."""

from __future__ import annotations

import django_filters
from django.db import models
from django.db.models import Q

from governance.models import IndustryCode, IndustryLevel
from portal.identifiers import compact
from portal.site.filters import ChoiceFilter


class IndustryFilter(django_filters.FilterSet):
    """Industries by the beginning of their code or a word of their name, and by level."""

    text = django_filters.CharFilter(label="代码或名称", method="answering_to")
    level = ChoiceFilter(label="层级", choices=IndustryLevel.choices)

    class Meta:
        model = IndustryCode
        fields = ("text", "level")

    def answering_to(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """J68, 68 and 保险 all find the insurers."""
        word = compact(value)
        digits = word[1:] if word[:1].isascii() and word[:1].isalpha() else word
        wanted = Q(name__contains=value.strip()) | Q(code__startswith=digits or word)
        return queryset.filter(wanted)
