"""Sharing out an amount to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import CONTEXT, Number

CENT = -2


class InvalidAllocation(InvalidInput):
    """An amount or weights that cannot be shared out."""


def allocate(total: Decimal, weights: Sequence[Number]) -> list[Decimal]:
    """Parts in yuan, to the cent, summing to `total`: largest remainder, ties to the earlier.

    Refuses a total finer than a cent, negative weights and weights that are all zero. A negative total
    (a refund) is shared like a positive one.
    """
    cents = Fraction(total) * 100
    if cents.denominator != 1:
        raise InvalidAllocation("分摊总额应精确到分。")
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact) or not sum(exact):
        raise InvalidAllocation("分摊权重不能为负数，且至少有一个大于零。")
    shares = share_cents(abs(cents.numerator), exact)
    sign = -1 if cents < 0 else 1
    return [CONTEXT.scaleb(Decimal(sign * share), CENT) for share in shares]


def share_cents(cents: int, weights: list[Fraction]) -> list[int]:
    """Whole cents for each weight."""
    whole = sum(weights)
    exact = [cents * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: cents - sum(shares)]:
        shares[place] += 1
    return shares
