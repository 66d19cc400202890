"""What a column may hold, and how its cells are read: text, numbers, percentages, amounts, days, codes, names.

A column is read in one pass; a text that comes again is read once. What cannot be read is a fault with
the cure, never a guess; an empty cell is None, never zero.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from portal.errors import Refusal
from portal.exchange.intake.headers import fold
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.exact import CONTEXT
from portal.figures.number import (
    NotANumber,
    is_ambiguous_percent,
    is_empty,
    parse_number,
    percent_number,
)
from portal.figures.periods import Period, excel_date, parse_period
from portal.figures.quantity import Qualifier, Unit, conversion_factor, parse_quantity

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context

LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
LONGEST_EXACT = 1e15
LONGEST_SIGN = 12
SERIALS = (20_000, 80_000)
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:(?:月|[-./])(\d{1,2})日?|月)?(?:份|底|末)?")
COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
YEAR_ONLY = re.compile(r"(\d{4})年?(?:度)?")


class Fault(Refusal):
    """A cell that cannot be taken as it is; `message` says why, `cure` what to write."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class Doubt(Fault):
    """A cell that is taken as it stands (`value`), but about which the clerk is asked."""

    def __init__(self, message: str, cure: str, value: Any) -> None:
        super().__init__(message, cure)
        self.value = value


@dataclass(frozen=True)
class PartialDate:
    """A day as far as it is known: `day` is the first of it, `precision` is year, month or day."""

    day: date
    precision: str

    def __str__(self) -> str:
        shown = {"year": "%Y年", "month": "%Y年%-m月", "day": "%Y-%m-%d"}
        return self.day.strftime(shown[self.precision])


@dataclass(frozen=True)
class Kind:
    """Base of all kinds: `read` turns one cell that is not empty into a value."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        """The value of one cell; raises `Fault` or `Doubt`."""
        raise NotImplementedError

    def is_empty(self, cell: Cell) -> bool:
        """Whether the cell holds nothing: blank, or one of the signs for it."""
        if not isinstance(cell, str):
            return cell is None
        return cell == "" or (
            (not cell[0].isalnum() or len(cell) <= LONGEST_SIGN) and is_empty(text_of(cell))
        )

    def read_column(
        self, cells: Sequence[Cell], context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """All values of a column, None where there is none, and the faults by position."""
        known: dict[Any, Any] = {}
        values: list[Any] = []
        faults: list[tuple[int, Fault]] = []
        for index, cell in enumerate(cells):
            key = (type(cell), cell)
            if key not in known:
                known[key] = self._outcome(cell, context, unit)
            outcome = known[key]
            if isinstance(outcome, Fault):
                faults.append((index, outcome))
                outcome = outcome.value if isinstance(outcome, Doubt) else None
            values.append(outcome)
        return values, faults

    def _outcome(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        if self.is_empty(cell):
            return None
        try:
            return self.read(cell, context, unit)
        except Fault as fault:
            return fault
        except Refusal as refusal:
            return _as_fault(refusal, text_of(cell))

    def show(self, value: Any) -> str:
        """The value as the preview shows it."""
        return "" if value is None else str(value)

    def same(self, value: Any, stored: Any) -> bool:
        """Whether `value` is what is stored already."""
        return value == stored or (value in (None, "") and stored in (None, ""))

    @property
    def hint(self) -> str:
        """How to fill the column in, for the template."""
        return "文字"


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
            values = [" ".join(cell.split()) or None for cell in cells]
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
        if match := YEAR_ONLY.fullmatch(text):
            return PartialDate(_a_day(match[1], "1", "1"), "year")
        match = COMPACT_DAY.fullmatch(text) or DAY.fullmatch(text)
        if not match:
            raise Fault("看不出是哪一天", "请写成 2017-06-01、2017.6 或 2017年")
        return PartialDate(_a_day(match[1], match[2], match[3] or "1"), "day" if match[3] else "month")

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


@dataclass(frozen=True)
class Named(Kind):
    """A record known by a code or a name; `find` gives the words of all that may be named here."""

    what: str
    find: Callable[[Context], Mapping[str, list[Any]]]

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        """The one record of that code or name; refuses none and several."""
        found = context.named(self).get(fold(text_of(cell)), [])
        if not found:
            raise Fault(
                f"没有这个{self.what}，或者不在您负责的区域内", f"请写本区域内{self.what}的全称或代码"
            )
        if len(found) > 1:
            raise Fault(f"有 {len(found)} 个{self.what}都叫这个名字", "请改写代码")
        return found[0]

    def same(self, value: Any, stored: Any) -> bool:
        """Compared by primary key."""
        return getattr(value, "pk", value) == getattr(stored, "pk", stored)

    @property
    def hint(self) -> str:
        """Name or code."""
        return f"{self.what}的名称或代码"


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


def names_of(pairs: Iterator[tuple[Any, Sequence[str]]]) -> dict[str, list[Any]]:
    """Folded name or code → the records that answer to it."""
    known: dict[str, list[Any]] = {}
    for record, words in pairs:
        for word in {fold(word) for word in words if word}:
            known.setdefault(word, []).append(record)
    return known


def area_named() -> Named:
    """An area by name or code, among those the import's area holds and the user may write to."""
    return Named("区域", lambda context: names_of((area, (area.name, area.code)) for area in context.areas()))


def person_named() -> Named:
    """A colleague by name or account, among those with a post in the import's area."""
    return Named(
        "人员", lambda context: names_of((user, (user.full_name, user.username)) for user in context.people())
    )


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


def _as_fault(refusal: Refusal, text: str) -> Fault:
    """A refusal's sentence as reason and cure, without repeating the cell."""
    message, _, cure = refusal.message.rstrip("。").partition("，请")
    return Fault(message.removeprefix(f"“{text}”") or message, f"请{cure}" if cure else "")


def _has_percent_sign(cell: Cell) -> bool:
    return isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().endswith(("%", "‰"))


def _a_day(year: str, month: str, day: str) -> date:
    if not 1 <= int(month) <= 12:
        raise Fault("月份只能是 1–12", f"请改成如 {year}.6")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Fault("没有这一天", "请检查日期") from None
