"""Numbers, percentages, amounts of money and figures as printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models

from portal.errors import InvalidInput
from portal.figures.exact import plain
from portal.figures.number import parse_number, percent_number
from portal.figures.quantity import Qualifier, Unit, parse_quantity
from portal.records.kinds.base import Kind

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


LARGEST_WAN = Decimal(10) ** 12
DECIMAL_PLACES = 6


@dataclass(frozen=True)
class Number(Kind):
    """A number as people write it (1,200.5; full-width digits); — and nothing are missing, never zero.

    `digits` and `places` are the field's own unless said. `least` is the least that may be.
    """

    least: int | None = None
    places: int | None = None
    digits: int | None = None
    parse: ClassVar[Callable[[Any], Decimal | None]] = staticmethod(parse_number)

    def read(self, raw: Any, given: Given, asked: Asked) -> Decimal | None:
        """The number; refuses what is none, too large or too fine."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
            raise InvalidInput("应为数字或写着数字的文本。")
        value = self.parsed(raw if not isinstance(raw, str) else raw[:60], given, asked)
        if value is None and given.is_required:
            raise InvalidInput(given.missing)
        if value is not None:
            self.check(value, given)
        return value

    def parsed(self, raw: Any, given: Given, asked: Asked) -> Decimal | None:
        """The number written; None for one of the signs of nothing."""
        return type(self).parse(raw)

    def check(self, value: Decimal, given: Given) -> None:
        """Refuse what the field cannot hold."""
        digits, places = self.size(given)
        if self.least is not None and value < self.least:
            raise InvalidInput("不能是负数。" if self.least == 0 else f"不能小于 {self.least}。")
        if abs(value) >= Decimal(10) ** (digits - places):
            raise InvalidInput("数字过大，请核对单位。")
        if value != round(value, places):
            raise InvalidInput(f"最多写 {places} 位小数。")

    def size(self, given: Given) -> tuple[int, int]:
        """How many digits, and how many of them after the point."""
        digits = self.digits or getattr(given.field, "max_digits", None) or 18
        places = (
            self.places if self.places is not None else getattr(given.field, "decimal_places", DECIMAL_PLACES)
        )
        return digits, DECIMAL_PLACES if places is None else places

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A line with the keys of numbers."""
        return forms.TextInput({"inputmode": "decimal", "maxlength": 40})

    def text(self, value: Any) -> Any:
        """Without useless zeros."""
        return (
            plain(value.normalize() if value else Decimal(0))
            if isinstance(value, Decimal)
            else super().text(value)
        )

    def schema(self, given: Given) -> dict[str, Any]:
        """Digits as text, so that none is lost; null is missing."""
        digits, places = self.size(given)
        sign = "" if self.least is not None and self.least >= 0 else "-?"
        return {
            "type": "string",
            "format": "decimal",
            "pattern": rf"^{sign}\d{{1,{digits - places}}}(?:\.\d{{1,{places}}})?$",
        }

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """A small one."""
        return {given.name: "12.5" if self.size(given)[1] else "12"}


@dataclass(frozen=True)
class Percent(Number):
    """A number of percent: 34.23 or 34.23%."""

    parse: ClassVar[Callable[[Any], Decimal | None]] = staticmethod(percent_number)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number between `least` and `largest`."""

    largest: int = 2**31 - 1
    json: ClassVar[Mapping[str, Any]] = {"type": "integer"}

    def parsed(self, raw: Any, given: Given, asked: Asked) -> Any:
        """The number; refuses a fraction."""
        value = super().parsed(raw, given, asked)
        if value is None:
            return None
        if value != value.to_integral_value():
            raise InvalidInput("应为整数。")
        return int(value)

    def check(self, value: Any, given: Given) -> None:
        """Refuse what is out of bounds."""
        least = -(2**31) if self.least is None else self.least
        if not least <= value <= self.largest:
            raise InvalidInput(f"应在 {least} 到 {self.largest} 之间，写的是 {value}，请核对。")

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """The browser's own for numbers."""
        return forms.NumberInput({} if self.least is None else {"min": self.least, "max": self.largest})

    def schema(self, given: Given) -> dict[str, Any]:
        """Its bounds."""
        least = {} if self.least is None else {"minimum": self.least}
        return {"type": "integer", **least, "maximum": self.largest}

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """One within bounds."""
        return {given.name: str(min(max(self.least or 0, 12), self.largest))}


@dataclass(frozen=True)
class Degrees(Number):
    """A coordinate in degrees, between `least` and `largest`."""

    largest: int = 180
    digits: int | None = 20
    places: int | None = 15

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """As the database keeps it."""
        value = super().read(raw, given, asked)
        return None if value is None else float(value)

    def check(self, value: Decimal, given: Given) -> None:
        """Refuse what lies outside."""
        if not (self.least or 0) <= value <= self.largest:
            raise InvalidInput(f"应在 {self.least} 到 {self.largest} 之间。")

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """In the middle."""
        return {given.name: str(((self.least or 0) + self.largest) // 2)}


@dataclass(frozen=True)
class Money(Number):
    """An amount in 万元 as people write it: 8.3亿元, 500万元, 5000000元; a bare number is 万元.

    With `written`, the field of that name keeps how it was written (`500` as `500万元`).
    """

    written: str = ""

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """The amount; with how it was written, where that is kept."""
        amount = super().read(raw, given, asked)
        return (amount, _as_written(raw, amount)) if self.written else amount

    def parsed(self, raw: Any, given: Given, asked: Asked) -> Decimal | None:
        """In 万元."""
        return wan(str(raw))

    def check(self, value: Decimal, given: Given) -> None:
        """Refuse what the field cannot hold, in the words of money."""
        if self.size(given)[1] >= DECIMAL_PLACES and value != round(value, DECIMAL_PLACES):
            raise InvalidInput("最多精确到 0.01 元。")
        super().check(value, given)

    def of(self, record: models.Model, given: Given) -> Any:
        """How it was written, where that is kept."""
        amount = getattr(record, given.name)
        return (amount, getattr(record, self.written)) if self.written else amount

    def text(self, value: Any) -> Any:
        """How it was written, or in 万元."""
        if isinstance(value, tuple):
            return value[1] or super().text(value[0])
        return super().text(value)

    def spread(self, value: Any, given: Given) -> dict[str, Any]:
        """The amount and how it was written."""
        if not self.written:
            return {given.name: value}
        amount, text = value or (None, "")
        return {given.name: amount, self.written: text}


@dataclass(frozen=True)
class Printed(Number):
    """A figure whose printed digits count (0.30 is not 0.3): kept beside the number in the field `printed`."""

    printed: str = ""
    percent: bool = False

    def parsed(self, raw: Any, given: Given, asked: Asked) -> Decimal | None:
        """With its digits."""
        return percent_number(raw) if self.percent else parse_number(raw)

    def check(self, value: Decimal, given: Given) -> None:
        """Refuse what no office reports; digits after the point are as printed."""
        digits, places = self.size(given)
        if abs(value) >= Decimal(10) ** (digits - places):
            raise InvalidInput("数字过大，请核对单位。")

    def of(self, record: models.Model, given: Given) -> Any:
        """As printed, else as stored."""
        return (self.printed and getattr(record, self.printed)) or getattr(record, given.name)

    def spread(self, value: Any, given: Given) -> dict[str, Any]:
        """The number and its digits."""
        return {
            given.name: value,
            **({self.printed: "" if value is None else plain(value)} if self.printed else {}),
        }

    def schema(self, given: Given) -> dict[str, Any]:
        """A number, or as people write one."""
        return {"type": ["string", "number"]}


def wan(text: str) -> Decimal | None:
    """What people write as an amount, in 万元; None when it says there is none."""
    if not any(char.isdigit() for char in text):
        return parse_number(text)
    quantity = parse_quantity(text, unit=Unit.WAN_YUAN)
    if quantity.qualifier != Qualifier.EXACT:
        raise InvalidInput("请填确切的数字，去掉“约”“以上”等字。")
    value = quantity.to(Unit.WAN_YUAN).value
    if abs(value) >= LARGEST_WAN:
        raise InvalidInput("数字太大，请核对单位。")
    return value


def _as_written(raw: Any, amount: Decimal | None) -> str:
    text = str(raw).strip()
    if amount is None:
        return ""
    return f"{text}万元"[:40] if text[-1].isdigit() else text
