"""Kinds of what people enter: how it is written, what it means and what is refused, one place for pages and API."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.personal.fields import EncryptedField
from portal.records.kinds.answers import Answers
from portal.records.kinds.base import FactField, FactInput, Kind, clean
from portal.records.kinds.days import Day, Month, PartialDay, PickedDate
from portal.records.kinds.names import Named, OneOf, colleague, place
from portal.records.kinds.numbers import Degrees, Money, Number, Percent, Printed, Whole, wan
from portal.records.kinds.papers import Paper, Papers
from portal.records.kinds.words import Choice, Personal, Text, Words, YesNo

__all__ = [
    "Answers", "Choice", "Day", "Degrees", "FactField", "FactInput", "Kind", "Money", "Month", "Named", "Number",
    "OneOf", "Paper", "Papers", "PartialDay", "Percent", "Personal", "PickedDate", "Printed", "Text", "Whole", "Words",
    "YesNo", "clean", "colleague", "kind_of", "place", "wan",
]  # fmt: skip


def kind_of(field: Any) -> Kind:
    """How the values of a model field are entered, unless something else is said."""
    if isinstance(field, EncryptedField):
        return Personal()
    if field.choices:
        return Choice(tuple(field.flatchoices))
    if isinstance(field, models.DecimalField) and "（万元）" in str(field.verbose_name):
        return Money()
    if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return Whole(
            least=0, largest=32767 if isinstance(field, models.PositiveSmallIntegerField) else 2**31 - 1
        )
    known: tuple[tuple[type, Kind], ...] = (
        (models.BooleanField, YesNo()), (models.DateField, Day()), (models.DecimalField, Number()),
        (models.IntegerField, Whole()), (models.TextField, Text(lines=True)), (models.CharField, Text()),
    )  # fmt: skip
    for base, kind in known:
        if isinstance(field, base):
            return kind
    raise TypeError(f"{field}: say how it is entered (kind=…)")
