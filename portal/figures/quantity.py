"""Quantities as offices write them: a number, a unit, and how exactly it is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import (
    CONTEXT,
    as_decimal,
    bounded,
    half_up,
    plain,
    read_decimal,
    shortened,
    ulp,
)

PLACES_OF_ENDLESS = 10


class InvalidQuantity(InvalidInput):
    """A text that does not read as one number with one unit."""


class UnknownUnit(InvalidInput):
    """A unit the portal does not keep."""


class IncompatibleUnits(InvalidInput):
    """A conversion between units of different things."""


class Unit(StrEnum):
    """Units of figures; the value is what is printed."""

    YUAN = "元"
    WAN_YUAN = "万元"
    YI_YUAN = "亿元"
    US_DOLLAR = "美元"
    WAN_US_DOLLAR = "万美元"
    PERCENT = "%"
    PERCENTAGE_POINT = "百分点"
    PERSON = "人"
    PERSON_TIME = "人次"
    HOUSEHOLD = "户"
    ENTERPRISE = "家"
    PLACE = "处"
    TEAM = "支"
    EVENT = "场"
    CASE = "件"
    PIECE = "个"
    ITEM = "项"
    SORT = "类"
    TIME = "次"
    MU = "亩"
    SQUARE_METRE = "平方米"
    HECTARE = "公顷"
    TONNE = "吨"
    MICROGRAM_PER_M3 = "μg/m³"
    MILLIGRAM_PER_M3 = "mg/m³"


class Qualifier(StrEnum):
    """How a number is meant; 以上, 以下 and 以内 include it, 超过 and 不满 do not (民法典 art. 1259)."""

    EXACT = "eq"
    AT_LEAST = "gte"
    MORE_THAN = "gt"
    AT_MOST = "lte"
    LESS_THAN = "lt"
    ABOUT = "approx"
    NEARLY = "approx_lt"


# How many of the family's base unit (元, 美元, 平方米, μg/m³) one of each is. 元 and 美元 are two families: an
# exchange rate is a fact of a day, never arithmetic.
FAMILIES: tuple[dict[Unit, Fraction], ...] = (
    {
        Unit.YUAN: Fraction(1),
        Unit.WAN_YUAN: Fraction(10**4),
        Unit.YI_YUAN: Fraction(10**8),
    },
    {Unit.US_DOLLAR: Fraction(1), Unit.WAN_US_DOLLAR: Fraction(10**4)},
    {
        Unit.SQUARE_METRE: Fraction(1),
        Unit.MU: Fraction(2000, 3),
        Unit.HECTARE: Fraction(10**4),
    },
    {Unit.MICROGRAM_PER_M3: Fraction(1), Unit.MILLIGRAM_PER_M3: Fraction(1000)},
)
ALIASES = {
    **{unicodedata.normalize("NFKC", unit): unit for unit in Unit},
    "个百分点": Unit.PERCENTAGE_POINT,
    "人民币元": Unit.YUAN,
    "名": Unit.PERSON,
    "平米": Unit.SQUARE_METRE,
    "m2": Unit.SQUARE_METRE,
    "ha": Unit.HECTARE,
    "ug/m3": Unit.MICROGRAM_PER_M3,
    "微克/立方米": Unit.MICROGRAM_PER_M3,
    "毫克/立方米": Unit.MILLIGRAM_PER_M3,
}
PREFIXES = {
    Qualifier.AT_LEAST: ("不低于", "不少于", "不小于", "至少", "大于等于", ">=", "≥"),
    Qualifier.MORE_THAN: ("超过", "超", "高于", "大于", "多于", "逾", "突破", ">"),
    Qualifier.AT_MOST: (
        "不超过",
        "不高于",
        "不多于",
        "不大于",
        "至多",
        "最多",
        "小于等于",
        "<=",
        "≤",
    ),
    Qualifier.LESS_THAN: ("不满", "不足", "未满", "不到", "低于", "少于", "小于", "<"),
    Qualifier.ABOUT: ("大约", "约为", "约", "大概", "≈"),
    Qualifier.NEARLY: ("将近", "接近", "近"),
}
SUFFIXES = {
    Qualifier.AT_LEAST: ("及以上", "以上"),
    Qualifier.MORE_THAN: ("以外",),
    Qualifier.AT_MOST: ("及以下", "以下", "及以内", "以内"),
    Qualifier.ABOUT: ("左右", "上下"),
}
CHINESE_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MAGNITUDES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


QUANTITY = re.compile(
    r"(?:达到|达|共计|合计|总计|累计|共)?"
    rf"(?P<before>{alternatives([word for words in PREFIXES.values() for word in words])})?"
    r"(?P<number>[+-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)"
    r"(?P<first>[十百千]*[万亿]?)(?P<more>[余多])?(?P<second>[万亿])?"
    rf"(?P<unit>{alternatives(ALIASES)})?"
    rf"(?P<after>{alternatives([word for words in SUFFIXES.values() for word in words])})?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """An exact value with its unit; the value keeps the digits it was printed with (0.30 is not 0.3)."""

    value: Decimal
    unit: Unit
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def decimals(self) -> int:
        """Digits printed after the point."""
        return max(0, -int(self.value.as_tuple().exponent))

    @property
    def ulp(self) -> Decimal:
        """One unit of the last printed digit, in this quantity's unit."""
        return ulp(self.value)

    def to(self, unit: Unit | str) -> Quantity:
        """The same quantity in another unit of its kind; exact wherever the digits end.

        Only 亩 can give endless digits (1 亩 = 2000/3 平方米): those are rounded half up to 10 places.
        Refuses units of another kind; % and 百分点 are never interchangeable.
        """
        target = find_unit(unit)
        if target == self.unit:
            return self
        exact = Fraction(self.value) * conversion_factor(self.unit, target)
        converted = as_decimal(exact)
        value = half_up(exact, PLACES_OF_ENDLESS) if converted is None else bounded(converted)
        return replace(self, value=value, unit=target)

    def __str__(self) -> str:
        return f"{plain(self.value)}{self.unit}"


def find_unit(text: str) -> Unit:
    """The unit of a word as people write it (㎡, 平方米); refuses words that are none."""
    word = "".join(unicodedata.normalize("NFKC", text).split())
    if word in ALIASES or word.lower() in ALIASES:
        return ALIASES.get(word) or ALIASES[word.lower()]
    raise UnknownUnit(f"“{shortened(text)}”不是可用的计量单位。")


def conversion_factor(source: Unit, target: Unit) -> Fraction:
    """How many `target` one `source` is; refuses units of different things."""
    for family in FAMILIES:
        if source in family and target in family:
            return family[source] / family[target]
    raise IncompatibleUnits(f"“{source}”不能换算成“{target}”。")


def parse_quantity(text: str, *, unit: Unit | None = None) -> Quantity:
    """Read 98%以上, 300余人, 近40场, 不低于98%, 约3万元, 3万余元, 三百余人.

    `unit` is that of a bare number (the corner cell says 单位：万元); without it a bare number is refused.
    Refused too: two qualifiers that contradict each other, ranges, and units the portal does not keep.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split()).replace("\u2212", "-")
    match = QUANTITY.fullmatch(compact)
    if not match:
        raise InvalidQuantity(f"“{shortened(text)}”看不懂，请写成数字加单位，例如 7107.2万元。")
    magnitudes = (match["first"] or "") + (match["second"] or "")
    found, magnitudes = unit_and_magnitudes(match["unit"], magnitudes, unit)
    value = CONTEXT.scaleb(parse_digits(match["number"]), sum(MAGNITUDES[char] for char in magnitudes))
    return Quantity(
        bounded(value),
        found,
        qualifier_of(match["before"], match["more"], match["after"]),
    )


def unit_and_magnitudes(word: str | None, magnitudes: str, default: Unit | None) -> tuple[Unit, str]:
    """The unit and what multiplies the number: 3万余元 is 3 of 万元, 1.2万人 is 12000 of 人."""
    unit = find_unit(word) if word else default
    if unit is None:
        raise InvalidQuantity("请写明计量单位，例如 万元、%、人。")
    larger = f"{magnitudes[-1:]}{unit}"
    if word and magnitudes and larger in list(Unit):
        return Unit(larger), magnitudes[:-1]
    return unit, magnitudes


def parse_digits(text: str) -> Decimal:
    """A number in Arabic digits, or in Chinese ones up to the thousands."""
    if text[-1].isdigit() and text[-1].isascii():
        return read_decimal(text.replace(",", ""))
    total, digit = 0, None
    for char in text:
        if char in CHINESE_DIGITS:
            digit = (digit or 0) * 10 + CHINESE_DIGITS[char]
        else:
            total += (1 if digit is None else digit) * 10 ** MAGNITUDES[char]
            digit = None
    return Decimal(total + (digit or 0))


def qualifier_of(before: str | None, more: str | None, after: str | None) -> Qualifier:
    """The one meaning of all qualifying words; refuses words that contradict each other (约300余人)."""
    found = {name for name, words in PREFIXES.items() if before in words}
    found |= {name for name, words in SUFFIXES.items() if after in words}
    found |= {Qualifier.MORE_THAN} if more else set()
    if len(found) > 1:
        raise InvalidQuantity(f"“{before or ''}”与“{more or after or ''}”含义不一致，请只保留一个。")
    return found.pop() if found else Qualifier.EXACT
