"""Whole numbers as an address writes them: a page, a size, a year."""

from __future__ import annotations

import re

DIGITS = re.compile(r"[0-9]+")


def whole_number(text: str, *, least: int, most: int) -> int | None:
    """The number that `text` writes in plain digits, from `least` (not below zero) to `most`; None when it is none.

    The bounds are asked of the very value that is given back; however long the text, it is never read in full.
    """
    if not DIGITS.fullmatch(text):
        return None
    digits = text.lstrip("0")
    if len(digits) > len(str(most)):
        return None
    number = int(digits or "0")
    return number if least <= number <= most else None
