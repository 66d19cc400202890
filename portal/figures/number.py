"""Numbers as they stand in the cells of office spreadsheets (domain sheet 3.13)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import (
    CONTEXT,
    InvalidNumber,
    as_decimal,
    bounded,
    read_decimal,
    shortened,
)

EMPTY = frozenset({"", "/", "无", "空", "缺", "暂无", "不详", "N/A", "NA", "N.A."})
ONLY_DASHES = re.compile(r"[-\u2010-\u2015\u2212\u2500\u30fc]+")
MINUS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-"})
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3})+)(\.[0-9]+)?")
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")

Cell = str | int | float | Decimal | None


class NotANumber(InvalidInput):
    """A cell that is neither a number nor one of the signs for an empty one."""


def parse_number(cell: Cell) -> Decimal | None:
    """The number of a cell, or None for an empty one (`—`, `/`, `无`, blanks). Zero is a number, not a gap.

    Full-width digits, thousands separators, a leading apostrophe and a percent sign are understood;
    82% gives the fraction 0.82. Floats are read by their shortest digits. Everything else is refused.
    """
    text = cell_text(cell)
    if is_empty(text):
        return None
    value = read_cell(without_sign(text))
    return scaled(value, text)


def percent_number(cell: Cell, *, cell_format: str = "", fractions: bool = False) -> Decimal | None:
    """The number of percent in a cell of a percent column: 82% → 82.

    A bare number is taken as it stands (82 → 82, 0.82 → 0.82), unless the spreadsheet says that it is a
    fraction: a cell format with a percent sign ("0.00%"), or `fractions` for a column known to hold them.
    """
    text = cell_text(cell)
    if is_empty(text):
        return None
    value = read_cell(without_sign(text))
    if text.endswith("%"):
        return value
    if text.endswith("‰"):
        return divided(value, 10)
    return CONTEXT.multiply(value, Decimal(100)) if fractions or "%" in cell_format else value


def is_ambiguous_percent(cell: Cell, *, cell_format: str = "") -> bool:
    """Whether a bare number between −1 and 1 in a percent column could be a fraction: ask, do not guess."""
    text = cell_text(cell)
    if is_empty(text) or "%" in cell_format or text.endswith(("%", "‰")):
        return False
    return 0 < abs(read_cell(text)) <= 1


def cell_text(cell: Cell) -> str:
    """A cell as trimmed half-width text."""
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise NotANumber("这一格不是数字。")
    text = unicodedata.normalize("NFKC", str(cell))
    return BLANKS.sub(" ", text).strip().removeprefix("'").strip()


def is_empty(text: str) -> bool:
    """Whether a trimmed text is one of the ways to write an empty cell."""
    return text.upper() in EMPTY or bool(ONLY_DASHES.fullmatch(text))


def read_cell(text: str) -> Decimal:
    """The decimal of a trimmed text; refuses misplaced separators and units."""
    digits = text.strip().translate(MINUS)
    grouped = GROUPED.fullmatch(digits)
    if grouped:
        digits = re.sub("[, ]", "", digits)
    if not PLAIN.fullmatch(digits):
        raise NotANumber(f"“{shortened(text)}”不是数字，请只填数字，单位写在表头。")
    try:
        return read_decimal(digits)
    except InvalidNumber as refusal:
        raise NotANumber(refusal.message) from None


def without_sign(text: str) -> str:
    """The text before one percent or per mille sign."""
    return text[:-1] if text.endswith(("%", "‰")) else text


def scaled(value: Decimal, text: str) -> Decimal:
    """The value divided by what the sign at the end of its text stands for."""
    if text.endswith("%"):
        return divided(value, 100)
    return divided(value, 1000) if text.endswith("‰") else value


def divided(value: Decimal, by: int) -> Decimal:
    """An exact quotient by a power of ten."""
    quotient = as_decimal(Fraction(value) / by)
    assert quotient is not None
    return bounded(quotient)
