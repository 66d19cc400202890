"""What makes a figure of a project look like a slip, to be asked about before it is saved."""

from __future__ import annotations

from decimal import Decimal

from portal.exchange.intake.checking import JUMP
from portal.figures.exact import plain
from portal.records.questions import Questioned, ask

__all__ = ["Questioned", "ask", "jump", "leap"]


def jump(value: Decimal | None, other: Decimal | None, what: str, unit: str = "万元") -> list[str]:
    """A question when a figure is a thousand times another or a thousandth of it: 元 typed into a 万元 field."""
    if not value or not other or value < 0 or other < 0:
        return []
    if value < other * JUMP and other < value * JUMP:
        return []
    return [f"{_shown(value)}{unit}与{what} {_shown(other)}{unit}相差千倍以上"]


def leap(value: Decimal | None, other: Decimal | None, what: str, unit: str = "万元") -> list[str]:
    """The same, upwards only: a part may well be a thousandth of its whole."""
    return jump(value, other, what, unit) if value and other and value > other else []


def _shown(value: Decimal) -> str:
    return plain(value.normalize())
