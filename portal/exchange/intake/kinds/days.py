"""Columns of days and months, as exactly as they are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from portal.exchange.intake.kinds.base import Doubt, Fault, Kind
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.days import NotADay, PartialDate, read_day
from portal.figures.periods import Period, excel_date, parse_period
from portal.figures.quantity import Unit

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context

SERIALS = (20_000, 80_000)


@dataclass(frozen=True)
class Day(Kind):
    """A day as exactly as it is written: 2017年, 2017.6, 2017-06-01, Excel's serial number."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> PartialDate:
        """The day with its precision; asks about 2017.1, which may be a 2017.10 that lost its zero."""
        if isinstance(cell, datetime):
            return PartialDate(cell.date(), "day")
        if isinstance(cell, date):
            return PartialDate(cell, "day")
        if isinstance(cell, float | int) and SERIALS[0] <= cell <= SERIALS[1]:
            return PartialDate(excel_date(int(cell)), "day")
        text = "".join(unicodedata.normalize("NFKC", str(text_of(cell))).split())
        found = self._read_text(text)
        if isinstance(cell, float) and text.endswith(".1"):
            raise Doubt(
                "可能是1月，也可能是末尾的 0 丢了的10月；现在按1月", "若是10月，请写成 2017年10月 这样", found
            )
        return found

    def _read_text(self, text: str) -> PartialDate:
        if text.isdigit() and len(text) == 5 and SERIALS[0] <= int(text) <= SERIALS[1]:
            return PartialDate(excel_date(int(text)), "day")
        try:
            return read_day(text)
        except NotADay as refusal:
            raise Fault(refusal.what, refusal.cure) from None

    def same(self, value: Any, stored: Any) -> bool:
        """Compared by day."""
        return (value.day if isinstance(value, PartialDate) else value) == stored

    @property
    def hint(self) -> str:
        """Any of the three."""
        return "日期，如 2017-06-01、2017年6月或 2017年"


@dataclass(frozen=True)
class Month(Kind):
    """A reporting period: 2018年3月, 2018.3, 2018年1—3月, 2018-03."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Period:
        """The period; a text without a year takes that of the table."""
        if isinstance(cell, date | datetime):
            return Period(cell.year, cell.month)
        if isinstance(cell, float | int) and SERIALS[0] <= cell <= SERIALS[1]:
            day = excel_date(int(cell))
            return Period(day.year, day.month)
        text = "".join(text_of(cell).split())
        wrong = re.fullmatch(r"\d{4}[-./年](\d{1,2})月?", text)
        if wrong and not 1 <= int(wrong[1]) <= 12:
            raise Fault("月份只能是 1–12", f"请改成如 {text[:4]}.6")
        found = parse_period(text, year=context.period.year if context.period else None)
        if isinstance(cell, float) and text.endswith(".1"):
            raise Doubt(
                "可能是1月，也可能是末尾的 0 丢了的10月；现在按1月", "若是10月，请写成 2018年10月 这样", found
            )
        return found

    def same(self, value: Any, stored: Any) -> bool:
        """Compared by the month it ends with."""
        return (value.code if isinstance(value, Period) else value) == stored

    @property
    def hint(self) -> str:
        """A month, or January to a month."""
        return "期间，如 2018年3月 或 2018年1—3月"
