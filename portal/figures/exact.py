"""Exact numbers: reading, rounding half up, and writing without an exponent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction

from portal.errors import InvalidInput

Number = Decimal | Fraction | int

LARGEST_EXPONENT = 60
ZERO = Decimal(0)
CONTEXT = Context(prec=400, traps=[InvalidOperation, DivisionByZero, Overflow])


class InvalidNumber(InvalidInput):
    """Not a finite decimal number, or longer than any figure of an office."""


def read_decimal(text: str) -> Decimal:
    """An exact decimal from plain or exponent notation, digits kept as printed.

    Refuses NaN, infinities and numbers beyond 60 digits on either side of the point.
    """
    try:
        value = CONTEXT.create_decimal(text)
    except InvalidOperation:
        raise InvalidNumber(f"“{shortened(text)}”不是数字。") from None
    return bounded(value)


def bounded(value: Decimal) -> Decimal:
    """The value itself, unless it is not finite or absurdly long."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise InvalidNumber("数字不能是无穷大或非数。")
    if value.adjusted() > LARGEST_EXPONENT or not -LARGEST_EXPONENT <= exponent <= LARGEST_EXPONENT:
        raise InvalidNumber("数字超出可处理的范围。")
    return value


def shortened(text: str, length: int = 40) -> str:
    """A text fit to be quoted in a message."""
    return text if len(text) <= length else text[:length] + "…"


def half_up(value: Number, places: int) -> Decimal:
    """Round exactly, ties away from zero, with `places` digits after the point; never gives −0."""
    if isinstance(value, Decimal):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, CONTEXT)
        return rounded or abs(rounded)
    scaled = Fraction(value) * 10**places
    size = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return CONTEXT.scaleb(Decimal(size if scaled >= 0 else -size), -places)


def half_up_or_none(value: Number | None, places: int) -> Decimal | None:
    """`half_up`, where a missing value stays missing."""
    return None if value is None else half_up(value, places)


def as_decimal(value: Fraction) -> Decimal | None:
    """The exact decimal of a fraction, or None when its digits never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return CONTEXT.scaleb(Decimal(value.numerator * 10**places // value.denominator), -places)


def ulp(value: Decimal) -> Decimal:
    """One unit of the last printed digit: 0.01 for 4.51, 0.1 for 12.9, 1 for 82."""
    exponent = value.as_tuple().exponent
    return CONTEXT.scaleb(Decimal(1), min(exponent, 0) if isinstance(exponent, int) else 0)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """An exact difference, whatever the number of digits."""
    return CONTEXT.subtract(left, right)


def plain(value: Decimal) -> str:
    """The digits without an exponent, as printed: 12000, 0.10."""
    return format(abs(value) if value.is_zero() else value, "f")
