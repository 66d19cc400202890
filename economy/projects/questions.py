"""Questions put to a clerk before a likely slip is saved: answered by confirming, never refused."""

from __future__ import annotations

from decimal import Decimal

from portal.errors import InvalidInput
from portal.exchange.intake.checking import JUMP
from portal.figures.exact import plain


class Questioned(InvalidInput):
    """Something looks wrong; the same request with `confirmed` is taken."""

    def __init__(self, questions: list[str]) -> None:
        cure = "请核对单位和小数点；确实如此的，请勾选“数字无误”后再保存"
        errors = [{"field": "confirmed", "message": question, "cure": cure} for question in questions]
        super().__init__(f"{questions[0]}。{cure}。", errors)


def ask(questions: list[str], *, confirmed: bool) -> None:
    """Raise the questions unless they were answered."""
    if questions and not confirmed:
        raise Questioned(questions)


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
