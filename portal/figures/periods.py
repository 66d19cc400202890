"""Reporting periods: months, quarters, halves and years; single or cumulative from January."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from portal.errors import InvalidInput
from portal.figures.exact import shortened

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
SERIAL_ORIGIN = date(1899, 12, 30)
PHANTOM_LEAP_DAY = 60


class InvalidPeriod(InvalidInput):
    """A text or number that names no reporting period."""


class PeriodType(StrEnum):
    """Length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS_IN = {
    PeriodType.MONTH: 1,
    PeriodType.QUARTER: 3,
    PeriodType.HALF: 6,
    PeriodType.YEAR: 12,
}


@dataclass(frozen=True, order=True)
class Period:
    """A reporting period. `end_month` is its last month; a cumulative one began in January.

    `Period(2018, 3, cumulative=True)` is 2018年1—3月; `Period(2017, 12, PeriodType.YEAR)` is 2017年.
    """

    year: int
    end_month: int
    type: PeriodType = PeriodType.MONTH
    cumulative: bool = False

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR or not 1 <= self.end_month <= 12:
            raise InvalidPeriod(f"{self.year}年{self.end_month}月不是有效的报告期。")
        if self.end_month % MONTHS_IN[self.type]:
            raise InvalidPeriod(f"{self.end_month}月不是{TYPE_NAMES[self.type]}的最后一个月。")

    @property
    def code(self) -> str:
        """The end month as YYYY-MM, the form that is stored."""
        return f"{self.year:04d}-{self.end_month:02d}"

    @property
    def first_month(self) -> int:
        """The month it begins with."""
        return 1 if self.cumulative else self.end_month - MONTHS_IN[self.type] + 1

    @property
    def months(self) -> tuple[str, ...]:
        """Every month the period covers, as YYYY-MM."""
        return tuple(f"{self.year:04d}-{month:02d}" for month in range(self.first_month, self.end_month + 1))

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, self.first_month, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year, self.end_month, monthrange(self.year, self.end_month)[1])

    @property
    def previous_year(self) -> Period:
        """The same period a year before, which 同比 compares with."""
        return replace(self, year=self.year - 1)

    @property
    def previous(self) -> Period:
        """The period just before, which 环比 compares with; before the first of a year, last year's last."""
        month = self.end_month - MONTHS_IN[self.type]
        return replace(self, end_month=month) if month else replace(self, year=self.year - 1, end_month=12)

    def __str__(self) -> str:
        if self.type == PeriodType.YEAR or (self.cumulative and self.end_month == 12):
            return f"{self.year}年"
        if self.cumulative:
            return f"{self.year}年1月" if self.end_month == 1 else f"{self.year}年1—{self.end_month}月"
        if self.type == PeriodType.QUARTER:
            return f"{self.year}年{'一二三四'[self.end_month // 3 - 1]}季度"
        if self.type == PeriodType.HALF:
            return f"{self.year}年{'上' if self.end_month == 6 else '下'}半年"
        return f"{self.year}年{self.end_month}月"


TYPE_NAMES = {
    PeriodType.MONTH: "月",
    PeriodType.QUARTER: "季度",
    PeriodType.HALF: "半年",
    PeriodType.YEAR: "年",
}
YEAR = r"(?:(?P<year>[0-9]{4})(?:年度?)?)"
MONTH = re.compile(rf"{YEAR}?[-./]?(?P<month>[0-9]{{1,2}})月?(?:份|底|末)?(?P<cumulative>累计|止)?")
SPAN = re.compile(
    rf"{YEAR}?[-./]?(?P<first>[0-9]{{1,2}})月?[-~至到](?P<last>[0-9]{{1,2}})月?(?:份)?(?:累计)?"
)
QUARTER = re.compile(
    rf"{YEAR}?第?(?:Q(?P<number>[1-4])|(?P<word>[一二三四1-4])季度)(?P<cumulative>累计)?",
    re.IGNORECASE,
)
HALF = re.compile(rf"{YEAR}?(?P<word>[上下])半年(?P<cumulative>累计)?")
WHOLE_YEAR = re.compile(rf"{YEAR}(?:全年|累计)?")
SERIAL = re.compile(r"(?P<serial>[0-9]{5})(?:\.0+)?")
DAY = re.compile(r"(?P<year>[0-9]{4})[-./年](?P<month>[0-9]{1,2})[-./月](?P<day>[0-9]{1,2})日?")


def parse_period(text: str | float, *, year: int | None = None) -> Period:
    """Read 2018-03, 2018.3, 2018年1—3月累计, 1—3月, 截至3月底累计, 2018年一季度, 上半年, 2017年, 43160.

    `year` is that of a text without one (a column 1—3月 under the title 2018年). 1—3月 is cumulative
    to March; a day or an Excel serial (1990–2100) stands for its month. A bare number 2018.1 is January: a
    spreadsheet that dropped the zero of 2018.10 cannot be told apart. Spans that begin elsewhere are accepted when they are a quarter or
    half (4—6月); others are refused.
    """
    compact = "".join(unicodedata.normalize("NFKC", str(text)).split())
    compact = re.sub("[\u2010-\u2015\u2212\u2500]+", "-", compact).replace("〜", "~")
    upto = compact.startswith("截至")
    compact = compact.removeprefix("截至")
    for pattern, read in READERS:
        match = pattern.fullmatch(compact)
        if match:
            period = read(match, year)
            return replace(period, cumulative=True) if upto else period
    raise InvalidPeriod(f"“{shortened(str(text))}”不是有效的报告期，例如 2018年3月、2018年1—3月、2018-03。")


def year_of(match: re.Match[str], default: int | None) -> int:
    """The year a text names, or the one of its surroundings."""
    if match["year"]:
        return int(match["year"])
    if default is None:
        raise InvalidPeriod(f"“{match.string}”没有写明年份。")
    return default


def read_serial(match: re.Match[str], default: int | None) -> Period:
    """A day as spreadsheets count it: the month it falls in."""
    day = excel_date(int(match["serial"]))
    if not 1990 <= day.year <= 2100:
        raise InvalidPeriod(f"“{match.string}”不是有效的报告期。")
    return Period(day.year, day.month)


def read_day(match: re.Match[str], default: int | None) -> Period:
    """A full date: the month it falls in."""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise InvalidPeriod(f"“{match.string}”不是有效的日期。") from None
    return Period(day.year, day.month)


def read_span(match: re.Match[str], default: int | None) -> Period:
    """“1—3月”: from January cumulative, else a quarter or half."""
    year, first, last = year_of(match, default), int(match["first"]), int(match["last"])
    if first == 1:
        return Period(year, last, cumulative=True)
    for kind in (PeriodType.QUARTER, PeriodType.HALF):
        if last - first + 1 == MONTHS_IN[kind] and last % MONTHS_IN[kind] == 0:
            return Period(year, last, kind)
    raise InvalidPeriod(f"“{match.string}”不是从1月起的累计，也不是季度或半年。")


def read_quarter(match: re.Match[str], default: int | None) -> Period:
    """“一季度”."""
    word = match["number"] or match["word"]
    number = int(word) if word.isascii() else "一二三四".index(word) + 1
    return whole_or_cumulative(match, year_of(match, default), number * 3, PeriodType.QUARTER)


def read_half(match: re.Match[str], default: int | None) -> Period:
    """“上半年”."""
    last = 6 if match["word"] == "上" else 12
    return whole_or_cumulative(match, year_of(match, default), last, PeriodType.HALF)


def whole_or_cumulative(match: re.Match[str], year: int, last: int, kind: PeriodType) -> Period:
    """A quarter or half as such, or with 累计 the months from January to its end."""
    return Period(year, last, cumulative=True) if match["cumulative"] else Period(year, last, kind)


def read_year(match: re.Match[str], default: int | None) -> Period:
    """“2017年”."""
    return Period(int(match["year"]), 12, PeriodType.YEAR)


def read_month(match: re.Match[str], default: int | None) -> Period:
    """“2018年3月”, “2018.3”, “3月累计”."""
    return Period(
        year_of(match, default),
        int(match["month"]),
        cumulative=bool(match["cumulative"]),
    )


READERS = (
    (SERIAL, read_serial),
    (DAY, read_day),
    (WHOLE_YEAR, read_year),
    (SPAN, read_span),
    (QUARTER, read_quarter),
    (HALF, read_half),
    (MONTH, read_month),
)


def excel_date(serial: int) -> date:
    """The day of an Excel serial number (1900 system); refuses 60, the 1900-02-29 that never was."""
    if serial < 1 or serial == PHANTOM_LEAP_DAY or serial > 109_574:
        raise InvalidPeriod(f"{serial} 不是有效的 Excel 日期序号。")
    return SERIAL_ORIGIN + timedelta(days=serial + (serial < PHANTOM_LEAP_DAY))
