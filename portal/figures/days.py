"""Days as far as they are known: 2017年, 2017.6, 2017-06-01."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from portal.errors import InvalidInput

DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:(?:月|[-./])(\d{1,2})日?|月)?(?:份|底|末)?")
COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
YEAR_ONLY = re.compile(r"(\d{4})年?(?:度)?")


class NotADay(InvalidInput):
    """A text that names no day, month or year; `what` is wrong with it, and the `cure`."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}，{cure}。")
        self.what, self.cure = what, cure


@dataclass(frozen=True)
class PartialDate:
    """A day as far as it is known: `day` is the first of it, `precision` is year, month or day."""

    day: date
    precision: str

    def __str__(self) -> str:
        shown = {"year": "%Y年", "month": "%Y年%-m月", "day": "%Y-%m-%d"}
        return self.day.strftime(shown[self.precision])


def read_day(text: str) -> PartialDate:
    """The day a text names, as far as it says; refuses what is none."""
    written = "".join(unicodedata.normalize("NFKC", text).split())
    if match := YEAR_ONLY.fullmatch(written):
        return PartialDate(_a_day(match[1], "1", "1"), "year")
    match = COMPACT_DAY.fullmatch(written) or DAY.fullmatch(written)
    if not match:
        raise NotADay("看不出是哪一天", "请写成 2017-06-01、2017.6 或 2017年")
    return PartialDate(_a_day(match[1], match[2], match[3] or "1"), "day" if match[3] else "month")


def _a_day(year: str, month: str, day: str) -> date:
    if not 1 <= int(month) <= 12:
        raise NotADay("月份只能是 1–12", f"请改成如 {year}.6")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADay("没有这一天", "请检查日期") from None
