"""What there is to read of the table of industries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from governance.industries.models import IndustryCode, IndustryLevel
from portal.identifiers import compact
from portal.records.filters import Asked
from portal.records.tables import Table
from portal.search.queries import Found


def sections(asking: Any) -> list[tuple[str, str]]:
    """The twenty sections by their letter, as “C 制造业”; the same for everybody."""
    rows = IndustryCode.objects.in_force().filter(level=IndustryLevel.SECTION).order_by("code")
    return [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")]


def answering_to(rows: models.QuerySet, text: str, asking: Any = None) -> models.QuerySet:
    """The lines that begin so or hold the word: J68, 68 and 保险 all find the insurers."""
    word = compact(text)
    digits = word[1:] if word[:1].isascii() and word[:1].isalpha() else word
    return rows.filter(Q(name__contains=text.strip()) | Q(code__startswith=digits or word))


def standing(rows: models.QuerySet, wanted: bool, asking: Any) -> models.QuerySet:
    """The lines in force today, or those that are not."""
    now = IndustryCode.objects.in_force().values("pk")
    return rows.filter(pk__in=now) if wanted else rows.exclude(pk__in=now)


class IndustryTable(Table):
    """Every line of the standard, past ones too; the same for every office."""

    model = IndustryCode
    exported_as = "governance.industries"
    served_as = "industries"
    shared = True
    columns = ("code", "section", "name", "level", "parent", "valid_from", "valid_to", "edition", "note")
    on_page = ("code", "section", "name", "level", "valid_from", "valid_to", "edition")
    filters = {
        "code": ("exact", "startswith"),
        "section": ("exact",),
        "level": ("exact",),
        "edition": ("exact",),
    }
    asked = (
        Asked("text", "代码或名称", "text", answering_to),
        Asked("in_force", "现行有效", "boolean", standing),
    )
    narrowed_by = ("section", "level", "in_force")
    choices_of = {"section": sections}
    order = "code"
    search_fields = ("code", "name")
    search_label = "搜代码、名称"
    listed_at = "governance:industries"

    @classmethod
    def holding(cls, rows: models.QuerySet, text: str, user: Any) -> Found:
        """By a code with or without its letter, or by a word of the name."""
        return Found(answering_to(rows, text))
