"""Filters of the table of industries."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from governance.industries.models import IndustryCode, IndustryLevel
from portal.identifiers import compact
from portal.site.filters import ChoiceFilter, RecordFilter


def sections(request: object) -> models.QuerySet:
    """The twenty sections; the same for everybody."""
    return IndustryCode.objects.in_force().filter(level=IndustryLevel.SECTION).order_by("code")


class SectionFilter(RecordFilter):
    """One of the sections, by its letter: “C 制造业”."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        words = Concat("code", Value(" "), "name")
        super().__init__(*args, **{"records": sections, "key": "code", "words": words, **kwargs})


class IndustryFilter(django_filters.FilterSet):
    """Industries by the beginning of their code or a word of their name, by section and by level."""

    text = django_filters.CharFilter(label="代码或名称", method="answering_to")
    section = SectionFilter(label="门类")
    level = ChoiceFilter(label="层级", choices=IndustryLevel.choices)

    class Meta:
        model = IndustryCode
        fields = ("text", "section", "level")

    def answering_to(self, queryset: models.QuerySet, name: str, value: str) -> models.QuerySet:
        """J68, 68 and 保险 all find the insurers."""
        word = compact(value)
        digits = word[1:] if word[:1].isascii() and word[:1].isalpha() else word
        wanted = Q(name__contains=value.strip()) | Q(code__startswith=digits or word)
        return queryset.filter(wanted)
