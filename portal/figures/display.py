"""How figures are shown: two decimals, half up; a missing figure is a dash, never a zero."""

from __future__ import annotations

from portal.figures.exact import Number, half_up, plain

MISSING = "—"


def format_amount(value: Number | None, places: int = 2) -> str:
    """A number with `places` decimals and no thousands separators (GB/T 15835-2011): 7107.20."""
    return MISSING if value is None else plain(half_up(value, places))


def format_pct(value: Number | None, places: int = 2) -> str:
    """A number of percent with its sign: 34.23%."""
    return MISSING if value is None else f"{format_amount(value, places)}%"


def format_pp(value: Number | None, places: int = 2) -> str:
    """A difference of two percentages: 21.33个百分点."""
    return MISSING if value is None else f"{format_amount(value, places)}个百分点"
