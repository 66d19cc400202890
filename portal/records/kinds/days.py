"""Days, days as far as they are known, and months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from portal.errors import InvalidInput
from portal.figures.days import NotADay, PartialDate, read_day
from portal.figures.periods import Period, parse_period
from portal.records.kinds.base import Kind
from portal.records.kinds.words import Text

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")


class PickedDate(forms.DateInput):
    """One native date field; browsers know no other form of a day than 2018-03-01."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


@dataclass(frozen=True)
class Day(Kind):
    """One day."""

    json: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date"}

    def read(self, raw: Any, given: Given, asked: Asked) -> date:
        """The day, written 2018-03-01, 2018/3/1 or 2018年3月1日."""
        found = (
            DAY.fullmatch(unicodedata.normalize("NFKC", raw).replace(" ", ""))
            if isinstance(raw, str)
            else None
        )
        try:
            return date(*map(int, found.groups()))  # type: ignore[union-attr]  # None is refused below
        except (AttributeError, ValueError):
            raise InvalidInput("日期应形如 2018-03-01。") from None

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """The browser's own."""
        return PickedDate()

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """One long ago."""
        return {given.name: "2018-03-01"}


@dataclass(frozen=True)
class PartialDay(Text):
    """A day as far as it is known: 2018-03-15, 2018.3, 2017年."""

    def read(self, raw: Any, given: Given, asked: Asked) -> PartialDate:
        """The day and how exactly it is known."""
        text = super().read(raw, given, asked)
        try:
            return read_day(text)
        except NotADay as refusal:
            raise InvalidInput(f"“{text[:20]}”{refusal.message}") from None

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """One known to the month."""
        return {given.name: "2018.3"}


@dataclass(frozen=True)
class Month(Text):
    """A month, 2018-03 or 2018年1—3月; `cumulative` ones cover January to it."""

    cumulative: bool = False

    def read(self, raw: Any, given: Given, asked: Asked) -> Period:
        """The period up to that month."""
        named = parse_period(super().read(raw, given, asked))
        return Period(named.year, named.end_month, cumulative=self.cumulative)

    def text(self, value: Any) -> str:
        """As it is stored."""
        return value.code if isinstance(value, Period) else value or ""

    def schema(self, given: Given) -> dict[str, Any]:
        """A short text."""
        return {"type": "string", "maxLength": given.most or 20}

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """One long ago."""
        return {given.name: "2018-03"}
