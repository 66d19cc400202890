"""Reading the State Council's holiday notice as pasted text. Pure: proposes, loads nothing.

A paragraph such as 「二、春节：2月15日（农历腊月二十八、周日）至23日放假调休，共9天。2月14日（周六）上班。」
becomes one holiday. Whatever is stated twice (weekday, number of days) is compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"
DAY = r"(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?"
PARAGRAPH = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*、|\d+\s*[.、])?\s*([^:、。,\d]{2,8}(?:、[^:。,\d]{2,8})*?)\s*:"
)
NEXT_PARAGRAPH = re.compile(r"(?<=[。;])\s*(?=[一二三四五六七八九十]+\s*、)")
RANGE = re.compile(rf"{DAY}(?:\s*(?:至|到|-|—|~)\s*{DAY})?")
TOTAL = re.compile(r"(?:共|放假)\s*(\d+)\s*天")
YEAR = re.compile(r"(\d{4})\s*年\s*(?:部分)?\s*节假日")
NUMBER = re.compile(r"国办发明电\s*[〔\[(]\s*\d{4}\s*[〕\])]\s*\d+\s*号")
EVERY_YEAR = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")


@dataclass(frozen=True)
class Holiday:
    """A holiday's rest days, first to last, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    makeup_days: tuple[date, ...] = ()

    def days(self) -> list[date]:
        """Every day of rest."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass
class Notice:
    """What was read: holidays in order, and in Chinese what does not fit."""

    year: int
    document_number: str = ""
    holidays: list[Holiday] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def stated_year(text: str) -> int | None:
    """The year in the notice's title, when it has one."""
    found = YEAR.search(unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None


def read_notice(text: str, year: int) -> Notice:
    """The holidays of `year` in a pasted notice, each paragraph one holiday, with the problems found."""
    text = unicodedata.normalize("NFKC", text)
    number = NUMBER.search(text)
    notice = Notice(year, number[0].replace(" ", "") if number else "")
    if (stated := stated_year(text)) not in (None, year):
        notice.problems.append(f"通知标题写的是 {stated} 年，要载入的是 {year} 年。")
    for line in NEXT_PARAGRAPH.sub("\n", text).splitlines():
        named = PARAGRAPH.match(line)
        if named and "月" in line:
            _read_paragraph(named[1].strip(), line[named.end() :], notice)
    notice.problems += check_holidays(notice.holidays, year)
    return notice


def check_holidays(holidays: list[Holiday], year: int) -> list[str]:
    """What cannot be right about a year's holidays, in Chinese; empty when nothing is wrong."""
    names = "".join(holiday.name for holiday in holidays)
    problems = [f"没有读到“{name}”。" for name in EVERY_YEAR if name not in names]
    rest: set[date] = set()
    for holiday in holidays:
        problems += _check_holiday(holiday, year)
        if rest & set(holiday.days()):
            problems.append(f"“{holiday.name}”与另一个节日的放假日期重叠。")
        rest.update(holiday.days())
    worked = [day for holiday in holidays for day in holiday.makeup_days]
    problems += [f"{day} 既放假又上班。" for day in worked if day in rest]
    return problems + [f"{day} 重复列为上班日。" for day in sorted(set(worked)) if worked.count(day) > 1]


def _check_holiday(holiday: Holiday, year: int) -> list[str]:
    earliest, latest = date(year - 1, 12, 1), date(year, 12, 31)
    problems = [
        f"“{holiday.name}”的 {day} 不在 {year} 年。"
        for day in (holiday.first, holiday.last, *holiday.makeup_days)
        if not earliest <= day <= latest
    ]
    if holiday.last < holiday.first or (holiday.last - holiday.first).days > 14:
        problems.append(f"“{holiday.name}”从 {holiday.first} 放到 {holiday.last}，天数不合理。")
    weekdays = (day for day in holiday.makeup_days if day.weekday() < 5)
    return problems + [f"“{holiday.name}”的上班日 {day} 本来就是工作日。" for day in weekdays]


def _read_paragraph(name: str, text: str, notice: Notice) -> None:
    days: list[date] = []
    worked: list[date] = []
    for sentence in re.split(r"[。;]", text):
        try:
            if "上班" in sentence:
                worked += [day for first, last in _read_ranges(sentence, notice) for day in {first, last}]
            elif "放假" in sentence and not days:
                days = [day for found in _read_ranges(sentence, notice)[:1] for day in found]
                _compare_total(name, sentence, days, notice)
        except ValueError:
            notice.problems.append(f"“{name}”里有不存在的日期：{sentence.strip()}")
    if days:
        notice.holidays.append(Holiday(name, days[0], days[1], tuple(sorted(worked))))
    else:
        notice.problems.append(f"没有读懂“{name}”的放假日期，请改成如“1月1日至3日放假”。")


def _read_ranges(sentence: str, notice: Notice) -> list[tuple[date, date]]:
    """The days of a sentence; a month or year not written is that of the day before it."""
    ranges, month = [], 0
    for found in RANGE.finditer(sentence):
        year1, month1, day1, note1, year2, month2, day2, note2 = found.groups()
        month = int(month1 or month)
        first = last = date(int(year1 or notice.year), month, int(day1))
        _compare_weekday(first, note1, notice)
        if day2:
            month = int(month2 or month)
            last = date(
                int(year2 or (first.year if month >= first.month else first.year + 1)), month, int(day2)
            )
            _compare_weekday(last, note2, notice)
        ranges.append((first, last))
    return ranges


def _compare_weekday(day: date, note: str | None, notice: Notice) -> None:
    stated = re.search(rf"(?:周|星期)([{WEEKDAYS}天])", note or "")
    if stated and WEEKDAYS.index(stated[1].replace("天", "日")) != day.weekday():
        weekday = WEEKDAYS[day.weekday()]
        notice.problems.append(f"{day} 是星期{weekday}，通知里写的是星期{stated[1]}，请核对年份和日期。")


def _compare_total(name: str, sentence: str, days: list[date], notice: Notice) -> None:
    stated = TOTAL.search(sentence)
    counted = (days[1] - days[0]).days + 1 if days else 0
    if stated and days and int(stated[1]) != counted:
        notice.problems.append(f"“{name}”写的是共 {stated[1]} 天，{days[0]} 至 {days[1]} 是 {counted} 天。")
