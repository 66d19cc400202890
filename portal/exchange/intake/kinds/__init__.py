"""What a column may hold, and how its cells are read: text, numbers, percentages, amounts, days, codes, names.

A column is read in one pass; a text that comes again is read once. What cannot be read is a fault with
the cure, never a guess; an empty cell is None, never zero.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portal.exchange.intake.kinds.base import Doubt, Fault, Kind
from portal.exchange.intake.kinds.days import Day, Month, PartialDate
from portal.exchange.intake.kinds.names import Named, area_named, names_of, person_named
from portal.exchange.intake.kinds.numbers import Amount, Number, Percent
from portal.exchange.intake.kinds.words import Choice, Code, Text
from portal.figures.periods import Period

__all__ = [
    "Amount",
    "Choice",
    "Code",
    "Day",
    "Doubt",
    "Fault",
    "Kind",
    "Month",
    "Named",
    "Number",
    "PartialDate",
    "Percent",
    "Text",
    "area_named",
    "names_of",
    "person_named",
    "plain",
]


def plain(value: Any) -> Any:
    """A value as its column keeps it: records by id, periods by code, days without their precision."""
    match value:
        case Model():
            return value.pk
        case Period():
            return value.code
        case PartialDate():
            return value.day
    return value
