"""Columns of words: free text, codes nobody adds up, and one of a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds.base import Fault, Kind
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.quantity import Unit

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context

LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
LONGEST_EXACT = 1e15


@dataclass(frozen=True)
class Text(Kind):
    """Words as they stand, trimmed; line breaks become spaces."""

    longest: int = 200

    def is_empty(self, cell: Cell) -> bool:
        """Only a blank cell is empty: 无 may be an answer."""
        return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())

    def read_column(
        self, cells: Sequence[Cell], context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """As all kinds; a column of nothing but words that fit is read without asking twice."""
        if all(type(cell) is str for cell in cells):
            values = [" ".join(cell.split()) or None for cell in cast("Sequence[str]", cells)]
            if max(map(len, filter(None, values)), default=0) <= self.longest:
                return values, []
        return super().read_column(cells, context, unit)

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> str:
        """The words; refuses more than `longest` characters."""
        if isinstance(cell, date | datetime):
            return f"{cell:%Y-%m-%d}"
        text = " ".join(str(cell).split()) if isinstance(cell, str) else text_of(cell)
        if len(text) > self.longest:
            raise Fault(f"有 {len(text)} 个字，最多 {self.longest} 个", "请缩短")
        return text


@dataclass(frozen=True)
class Code(Kind):
    """Digits and letters nobody adds up: credit codes, telephone numbers. `check` normalises or refuses."""

    check: Callable[[str], str] | None = None
    longest: int = 40

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> str:
        """The code as text; refuses numbers whose last digits the spreadsheet has lost."""
        text = text_of(cell).removeprefix("'").strip()
        if (isinstance(cell, float) and abs(cell) >= LONGEST_EXACT) or LOST_DIGITS.fullmatch(text):
            raise Fault("是长数字，电子表格只保留前 15 位，后面的已丢失", "请把这一列设为文本格式后重新填写")
        if len(text) > self.longest:
            raise Fault(f"超过 {self.longest} 个字符", "请检查是否填错了列")
        return self.check(text) if self.check else text

    @property
    def hint(self) -> str:
        """As text."""
        return "代码，单元格设为文本格式"


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words; `words` maps what is stored to what is written."""

    words: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(tuple(self.words))

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> str:
        """What is stored for the word."""
        text = fold(text_of(cell))
        for stored, word in self.words.items():
            if text in (fold(word), fold(stored)):
                return stored
        raise Fault("不在可选范围内", f"请填：{'、'.join(self.words.values())}")

    def show(self, value: Any) -> str:
        """The word."""
        return "" if value is None else self.words.get(value, str(value))

    @property
    def hint(self) -> str:
        """The words."""
        return f"填：{'、'.join(self.words.values())}"
