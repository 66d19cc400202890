"""Completion, year-on-year, implied bases, single months: the formulas of domain sheet 2.4.

Percentages are numbers of percent (34.23), rounded half up to 2 decimals only at the end; differences of
percentages are 百分点. A missing input gives a missing result, never a zero.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import Number, half_up, half_up_or_none, subtract, ulp

PCT_PLACES = 2
BASE_PLACES = 4
BOUND_PLACES = 6
CONSISTENT_WITHIN_PP = Fraction(5, 100)
LOW_VALUE_ADDED_PCT = 10


class BaseNotImplied(InvalidInput):
    """No base can be worked out from this current value and rate."""


class NegativeAdjustmentUnexplained(InvalidInput):
    """A cumulative figure fell and nobody said why (退税、退库、核减)."""


class InvalidRate(InvalidInput):
    """Counts that cannot be a part and a whole."""


def ratio_pct(part: Number | None, whole: Number | None) -> Fraction | None:
    """part ÷ whole × 100, exact; None when either is missing or the whole is not positive."""
    if part is None or whole is None or whole <= 0:
        return None
    return Fraction(part) / Fraction(whole) * 100


def share_pct(part: Number | None, whole: Number | None, places: int = PCT_PLACES) -> Decimal | None:
    """A rounded share, None for an empty whole (0/0 is not 0%)."""
    return half_up_or_none(ratio_pct(part, whole), places)


# Targets


def completion_pct(actual: Number | None, target: Number | None) -> Decimal | None:
    """完成率: actual ÷ target × 100; None when the target is missing, zero or negative."""
    return share_pct(actual, target)


def over_target_pct(actual: Number | None, target: Number | None) -> Decimal | None:
    """超目标: completion − 100; negative means 未完成. “超年度目标82%” is a completion of 182%."""
    exact = ratio_pct(actual, target)
    return None if exact is None else half_up(exact - 100, PCT_PLACES)


def target_from_over(actual: Number, over_pct: Number) -> Decimal:
    """The target behind “超目标 over_pct %”, 4 decimals; refuses −100% and less."""
    factor = 1 + Fraction(over_pct) / 100
    if factor <= 0:
        raise BaseNotImplied("超目标百分比应大于-100%，否则无法反推目标。")
    return half_up(Fraction(actual) / factor, BASE_PLACES)


# Year on year


class YoyLabel(StrEnum):
    """What is said where a rate would mislead."""

    ZERO_BASE = "上年同期为零"
    TURNED_TO_PROFIT = "扭亏为盈"
    LOSS_NARROWED = "减亏"
    LOSS_WIDENED = "增亏"
    TURNED_TO_LOSS = "由盈转亏"


@dataclass(frozen=True)
class Yoy:
    """同比: the rate where the base is positive, the absolute change always, a label where one is due."""

    pct: Decimal | None
    change: Decimal | None
    label: YoyLabel | None


def yoy(current: Decimal | None, base: Decimal | None) -> Yoy:
    """Compare with the same period last year."""
    if current is None or base is None:
        return Yoy(None, None, None)
    exact = yoy_exact_pct(current, base)
    return Yoy(
        half_up_or_none(exact, PCT_PLACES),
        subtract(current, base),
        yoy_label(current, base),
    )


def yoy_exact_pct(current: Number, base: Number) -> Fraction | None:
    """The unrounded rate; None unless the base is positive."""
    exact = ratio_pct(current, base)
    return None if exact is None else exact - 100


def yoy_label(current: Number, base: Number) -> YoyLabel | None:
    """The words for a zero base, and for losses on either side."""
    if base == 0:
        return YoyLabel.ZERO_BASE
    if base > 0:
        return YoyLabel.TURNED_TO_LOSS if current < 0 else None
    if current > 0:
        return YoyLabel.TURNED_TO_PROFIT
    if current == base:
        return None
    return YoyLabel.LOSS_NARROWED if current > base else YoyLabel.LOSS_WIDENED


@dataclass(frozen=True)
class ImpliedBase:
    """The base that a published value and rate imply; the truth lies in [low, high)."""

    base: Decimal
    low: Decimal
    high: Decimal


def implied_base(current: Decimal, yoy_pct: Decimal) -> ImpliedBase:
    """The base behind two printed numbers, with the interval their rounding leaves open.

    Half a unit of the last printed digit of each counts, so 0.30 and 0.3 differ. Refuses where no positive
    base fits: a rate of −100%, a value of 0, a loss with a rate above −100%.
    """
    value, rate = Fraction(current), Fraction(yoy_pct)
    point = divided_by_growth(value, rate)
    half_current, half_rate = Fraction(ulp(current)) / 2, Fraction(ulp(yoy_pct)) / 2
    corners = [
        divided_by_growth(value + shift, rate + turn)
        for shift in (-half_current, half_current)
        for turn in (-half_rate, half_rate)
    ]
    return ImpliedBase(
        half_up(point, BASE_PLACES),
        half_up(min(corners), BOUND_PLACES),
        half_up(max(corners), BOUND_PLACES),
    )


def divided_by_growth(current: Fraction, rate_pct: Fraction) -> Fraction:
    """current ÷ (1 + rate/100), when that is a positive base."""
    factor = 1 + rate_pct / 100
    if factor == 0 or current / factor <= 0:
        raise BaseNotImplied("由本期数和同比无法反推出大于零的上年同期数。")
    return current / factor


def percentage_points(later_pct: Decimal, earlier_pct: Decimal) -> Decimal:
    """The change between two percentages, in 百分点: 34.23% against 12.9% is 21.33."""
    return subtract(later_pct, earlier_pct)


class Consistency(StrEnum):
    """How a published rate relates to the one computed from the figures on file; information only."""

    UNKNOWN = "unknown"
    CONSISTENT = "consistent"
    RESTATED = "base_restated_or_price_adjusted"


def yoy_consistency(reported_pct: Number | None, current: Number | None, base: Number | None) -> Consistency:
    """Whether a published rate is within 0.05 百分点 of the computed one; never a reason to change either."""
    computed = None if current is None or base is None else yoy_exact_pct(current, base)
    if reported_pct is None or computed is None:
        return Consistency.UNKNOWN
    close = abs(Fraction(reported_pct) - computed) <= CONSISTENT_WITHIN_PP
    return Consistency.CONSISTENT if close else Consistency.RESTATED


# Cumulative figures


def single_month(
    cumulative: Mapping[int, Decimal | None],
    month: int,
    *,
    merged_jan_feb: bool = False,
    negative_adjustment_reason: str = "",
) -> Decimal | None:
    """The month's own figure from the cumulative ones of its year (month number → value).

    January is its own cumulative; where January and February are reported together, neither is known.
    None when a needed figure is missing. A falling cumulative is refused unless a reason is given.
    """
    if month == 1:
        return None if merged_jan_feb else cumulative.get(1)
    until, before = cumulative.get(month), cumulative.get(month - 1)
    if until is None or before is None or (month == 2 and merged_jan_feb):
        return None
    if until < before and not negative_adjustment_reason.strip():
        raise NegativeAdjustmentUnexplained(
            f"1—{month}月累计小于1—{month - 1}月累计，请填写负调整原因（退税、退库、核减等）。"
        )
    return subtract(until, before)


@dataclass(frozen=True)
class MonthlyPoint:
    """One point of a monthly chart; `first` differs from `last` only for the merged 1—2月."""

    first: int
    last: int
    value: Decimal


def monthly_points(
    cumulative: Mapping[int, Decimal | None],
    *,
    merged_jan_feb: bool = False,
    negative_adjustment_reason: str = "",
) -> list[MonthlyPoint]:
    """Every month that can be known; February's cumulative alone is one point for January and February."""
    points = []
    for month in range(1, 13):
        value = single_month(
            cumulative,
            month,
            merged_jan_feb=merged_jan_feb,
            negative_adjustment_reason=negative_adjustment_reason,
        )
        merged = cumulative.get(2) if month == 2 and (merged_jan_feb or cumulative.get(1) is None) else None
        if merged is not None:
            points.append(MonthlyPoint(1, 2, merged))
        elif value is not None:
            points.append(MonthlyPoint(month, month, value))
    return points


# Schedule and thresholds


def schedule_pct(day: date, *, by_day: bool = False) -> Decimal:
    """序时进度 at the end of `day`: months of twelve, or days of 365 or 366."""
    if not by_day:
        return half_up(Fraction(day.month * 100, 12), PCT_PLACES)
    return half_up(
        Fraction(day.timetuple().tm_yday * 100, 366 if isleap(day.year) else 365),
        PCT_PLACES,
    )


def rate_at_least(part: Number, whole: Number, bound_pct: Number) -> bool:
    """Whether part/whole reaches the bound, exactly: 97.99% is not 98%, and 0/0 reaches nothing."""
    if part < 0 or whole < 0:
        raise InvalidRate("分子和分母不能为负数。")
    exact = ratio_pct(part, whole)
    return exact is not None and exact >= Fraction(bound_pct)


@dataclass(frozen=True)
class ValueAddedRate:
    """增加值率, and whether it is so low that the figures want a second look."""

    pct: Decimal | None
    warning: str


def value_added_rate(value_added: Number | None, output: Number | None) -> ValueAddedRate:
    """Value added ÷ gross output; below 10% warns `value_added_rate_low`."""
    exact = ratio_pct(value_added, output)
    low = exact is not None and exact < LOW_VALUE_ADDED_PCT
    return ValueAddedRate(half_up_or_none(exact, PCT_PLACES), "value_added_rate_low" if low else "")
