"""Columns of numbers, percentages and amounts, with the digits as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.exchange.intake.kinds.base import Doubt, Fault, Kind
from portal.exchange.intake.reading import Cell
from portal.figures.exact import CONTEXT
from portal.figures.number import NotANumber, is_ambiguous_percent, parse_number, percent_number
from portal.figures.quantity import Qualifier, Unit, conversion_factor, parse_quantity

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context

PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Number(Kind):
    """A plain number, digits kept as printed; `places` and `digits` are those the record can keep."""

    places: int = 6
    digits: int = 20
    at_least: Decimal | None = None

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Decimal | None:
        """The decimal; refuses text, too many digits, and less than `at_least`."""
        return self.checked(_number(cell))

    def checked(self, value: Decimal | None) -> Decimal | None:
        """The value itself, unless the record cannot keep it."""
        if value is None:
            return None
        if -int(value.as_tuple().exponent) > self.places:
            trimmed = value.normalize(CONTEXT)
            if -int(trimmed.as_tuple().exponent) > self.places:
                raise Fault(f"小数超过 {self.places} 位", f"请保留 {self.places} 位以内")
            value = trimmed
        if value.adjusted() >= self.digits - self.places:
            raise Fault("数字太大", "请检查单位和小数点")
        if self.at_least is not None and value < self.at_least:
            raise Fault(f"不能小于 {self.at_least}", "请检查正负号")
        return value

    def show(self, value: Any) -> str:
        """Digits as printed."""
        return "" if value is None else value if isinstance(value, str) else format(value, "f")

    def same(self, value: Any, stored: Any) -> bool:
        """Compared as numbers, or as printed where the record keeps the printed text: 0.30 is not 0.3."""
        return self.show(value) == stored if isinstance(stored, str) else value == stored

    @property
    def hint(self) -> str:
        """Only digits."""
        return "数字，没有填“—”或留空，不要填 0"


@dataclass(frozen=True)
class Percent(Number):
    """A number of percent: 82% and 82 are 82. Asks when a whole column looks like fractions (0.82)."""

    places: int = 4
    digits: int = 12

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Decimal | None:
        """The number of percent."""
        return self.checked(_number(cell) if isinstance(cell, float) else percent_number(_exact(cell)))

    def read_column(
        self, cells: Sequence[Cell], context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """As all kinds; in a column of nothing but bare numbers up to 1, each is asked about."""
        values, faults = super().read_column(cells, context, unit)
        bare = [i for i, value in enumerate(values) if value is not None and not _has_percent_sign(cells[i])]
        if bare and all(abs(values[i]) <= 1 for i in bare):
            doubts = [i for i in bare if is_ambiguous_percent(_exact(cells[i]))]
            faults += [(i, Doubt("是百分之几，还是小数，分不清；现在按" f"{values[i]}%", "若是小数，请写成带 % 的数", values[i]))
                       for i in doubts]  # fmt: skip
        return values, faults

    @property
    def hint(self) -> str:
        """With the sign."""
        return "百分数，如 34.23%"


@dataclass(frozen=True)
class Amount(Number):
    """A number in the unit of the column or of the table; a cell with a unit of its own is converted."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Decimal | None:
        """The number in `unit`; refuses 约, 以上 and the like: a record needs the figure itself."""
        try:
            return self.checked(_number(cell))
        except NotANumber:
            if not isinstance(cell, str):
                raise
        quantity = parse_quantity(cell, unit=unit)
        if quantity.qualifier != Qualifier.EXACT:
            raise Fault("不是确切的数字", "请填确切数字，去掉“约”“以上”“余”等字")
        if unit is not None:
            conversion_factor(quantity.unit, unit)
            quantity = quantity.to(unit)
        return self.checked(quantity.value)


def _exact(cell: Cell) -> Any:
    """Numbers by the fifteen digits a spreadsheet keeps: 0.1 + 0.2 is 0.3."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date | datetime | timedelta):
        raise Fault("单元格是日期格式，不是数字", "请把单元格设为常规格式后重新填写")
    return cell


def _number(cell: Cell) -> Decimal | None:
    """The number of a cell; plain ones are read without asking how else people write numbers."""
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}")
    if isinstance(cell, str) and len(cell) <= 40 and PLAIN_NUMBER.fullmatch(cell):
        return Decimal(cell)
    return parse_number(_exact(cell))


def _has_percent_sign(cell: Cell) -> bool:
    return isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().endswith(("%", "‰"))
