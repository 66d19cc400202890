"""Targets, year-on-year, cumulative figures: A01–A08, A10–A16, A18."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.figures import rates
from portal.figures.display import format_amount, format_pct, format_pp
from portal.figures.rates import Consistency, MonthlyPoint, YoyLabel

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
positive = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=D("0.01"), max_value=10**9)


@pytest.mark.parametrize(
    ("actual", "target", "completion", "over"),
    [
        ("7107.2", "3905", "182.00", "82.00"),
        ("24.17", "20.4", "118.48", "18.48"),
        ("95", "100", "95.00", "-5.00"),
        ("95", "0", None, None),
        ("95", "-3", None, None),
        (None, "3", None, None),
        ("0", "3", "0.00", "-100.00"),
    ],
)
def test_completion(actual, target, completion, over):
    actual, target = actual and D(actual), D(target)
    found = (rates.completion_pct(actual, target), rates.over_target_pct(actual, target))
    assert [value if value is None else str(value) for value in found] == [completion, over]


@pytest.mark.parametrize(
    ("actual", "over", "target"), [("7107.2", "82", "3905.0549"), ("24.17", "18.48", "20.4001")]
)
def test_target_behind_an_overfulfilment(actual, over, target):
    assert str(rates.target_from_over(D(actual), D(over))) == target


@pytest.mark.parametrize("over", ["-100", "-150"])
def test_target_cannot_be_found(over):
    with pytest.raises(rates.BaseNotImplied):
        rates.target_from_over(D(5), D(over))


@pytest.mark.parametrize(
    ("current", "base", "pct", "change", "label"),
    [
        ("0.3", "0.2235", "34.23", "0.0765", None),
        ("0.3", "0.22", "36.36", "0.08", None),
        ("0.12", "0", None, "0.12", YoyLabel.ZERO_BASE),
        ("0", "0", None, "0", YoyLabel.ZERO_BASE),
        ("5", "-3", None, "8", YoyLabel.TURNED_TO_PROFIT),
        ("-1", "-3", None, "2", YoyLabel.LOSS_NARROWED),
        ("0", "-3", None, "3", YoyLabel.LOSS_NARROWED),
        ("-5", "-3", None, "-2", YoyLabel.LOSS_WIDENED),
        ("-3", "-3", None, "0", None),
        ("0", "3", "-100.00", "-3", None),
        ("-2", "5", "-140.00", "-7", YoyLabel.TURNED_TO_LOSS),
    ],
)
def test_yoy(current, base, pct, change, label):
    expected = rates.Yoy(pct and D(pct), D(change), label)
    assert rates.yoy(D(current), D(base)) == expected


def test_missing_is_not_zero():
    assert rates.yoy(D(5), None) == rates.Yoy(None, None, None)


@pytest.mark.parametrize(
    ("current", "pct", "base", "low", "high"),
    [
        ("0.3", "34.23", "0.2235", "0.186241", "0.260756"),
        ("0.30", "34.23", "0.2235", "0.219764", "0.227230"),
        ("0.12", "12.9", "0.1063", "0.101815", "0.110767"),
        ("4.51", "15.91", "3.8909", "3.886469", "3.895432"),
        ("4.45", "14.46", "3.8878", "3.883283", "3.892359"),
    ],
)
def test_implied_base(current, pct, base, low, high):
    found = rates.implied_base(D(current), D(pct))
    assert (str(found.base), str(found.low), str(found.high)) == (base, low, high)


@pytest.mark.parametrize(
    ("current", "pct"), [("5", "-100"), ("0", "-100"), ("0", "5"), ("-5", "10"), ("5", "-140")]
)
def test_no_base_fits(current, pct):
    with pytest.raises(rates.BaseNotImplied):
        rates.implied_base(D(current), D(pct))


@given(st.decimals(100, 10**6, places=2), st.decimals("0.5", 10, places=3))
def test_the_true_base_lies_in_the_interval(base, growth):
    current = (base * growth).quantize(D("0.01"))
    found = rates.implied_base(current, rates.yoy(current, base).pct)
    assert found.low - D("0.000001") <= base <= found.high + D("0.000001")


@pytest.mark.parametrize(
    ("cumulative", "month", "value"),
    [
        ({2: D("0.19"), 3: D("0.30")}, 3, "0.11"),
        ({3: D("0.30")}, 3, None),
        ({2: None, 3: D("0.30")}, 3, None),
        ({1: D("0.10")}, 1, "0.10"),
        ({2: D("0.19")}, 2, None),
        ({2: D("0.19")}, 1, None),
        ({1: D("0.30"), 2: D("0.30")}, 2, "0.00"),
        ({}, 7, None),
    ],
)
def test_single_month(cumulative, month, value):
    found = rates.single_month(cumulative, month)
    assert (found if found is None else str(found)) == value


@pytest.mark.parametrize("month", [1, 2])
def test_merged_january_and_february_are_unknown_apart(month):
    assert rates.single_month({1: D(1), 2: D(3)}, month, merged_jan_feb=True) is None


def test_a_falling_cumulative_needs_a_reason():
    with pytest.raises(rates.NegativeAdjustmentUnexplained):
        rates.single_month({2: D("0.19"), 3: D("0.18")}, 3, negative_adjustment_reason=" ")
    assert rates.single_month({2: D("0.19"), 3: D("0.18")}, 3, negative_adjustment_reason="退税") == D(
        "-0.01"
    )


def test_points_of_a_chart_merge_january_and_february():
    assert rates.monthly_points({2: D(3), 3: D(5), 5: D(9)}) == [
        MonthlyPoint(1, 2, D(3)),
        MonthlyPoint(3, 3, D(2)),
    ]


def test_points_of_a_chart_keep_january_apart_when_known():
    assert rates.monthly_points({1: D(1), 2: D(3)}) == [MonthlyPoint(1, 1, D(1)), MonthlyPoint(2, 2, D(2))]


def test_percentage_points():
    assert rates.percentage_points(D("34.23"), D("12.9")) == D("21.33")


@pytest.mark.parametrize(
    ("day", "by_day", "pct"),
    [
        (date(2018, 3, 31), False, "25.00"),
        (date(2018, 3, 31), True, "24.66"),
        (date(2024, 3, 31), True, "24.86"),
        (date(2018, 12, 31), True, "100.00"),
        (date(2018, 12, 1), False, "100.00"),
    ],
)
def test_schedule(day, by_day, pct):
    assert str(rates.schedule_pct(day, by_day=by_day)) == pct


@pytest.mark.parametrize(
    ("part", "whole", "places", "pct"),
    [(244, 247, 1, "98.8"), (222, 247, 1, "89.9"), (370, 1077, 1, "34.4"), (1, 0, 2, None)],
)
def test_share(part, whole, places, pct):
    found = rates.share_pct(part, whole, places)
    assert (found if found is None else str(found)) == pct


@pytest.mark.parametrize(
    ("part", "whole", "meets"),
    [(196, 200, True), (195, 199, False), (49, 50, True), (0, 0, False), (979999, 1000000, False)],
)
def test_rate_at_least(part, whole, meets):
    assert rates.rate_at_least(part, whole, 98) is meets


def test_negative_counts_are_no_rate():
    with pytest.raises(rates.InvalidRate):
        rates.rate_at_least(-1, 5, 98)


def test_low_value_added_rate_warns():
    assert rates.value_added_rate(D("0.12"), D("4.51")) == rates.ValueAddedRate(
        D("2.66"), "value_added_rate_low"
    )
    assert rates.value_added_rate(1, 10) == rates.ValueAddedRate(D("10.00"), "")
    assert rates.value_added_rate(1, 0) == rates.ValueAddedRate(None, "")


@pytest.mark.parametrize(
    ("reported", "verdict"),
    [
        ("10.05", Consistency.CONSISTENT),
        ("9.95", Consistency.CONSISTENT),
        ("10.06", Consistency.RESTATED),
        (None, Consistency.UNKNOWN),
    ],
)
def test_consistency_of_a_published_rate(reported, verdict):
    assert rates.yoy_consistency(reported and D(reported), 110, 100) == verdict


@given(amounts, amounts)
def test_a_rate_exists_exactly_for_positive_bases(current, base):
    assert (rates.yoy(current, base).pct is not None) is (base > 0)


@given(st.lists(positive, min_size=12, max_size=12))
def test_single_months_add_up_to_the_year(monthly):
    cumulative = {month: sum(monthly[:month]) for month in range(1, 13)}
    assert [point.value for point in rates.monthly_points(cumulative)] == monthly


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (format_amount(D("7107.2")), "7107.20"),
        (format_amount(D("0.125")), "0.13"),
        (format_amount(D("-0.125")), "-0.13"),
        (format_amount(D("-0.001")), "0.00"),
        (format_amount(D("1E+3"), 0), "1000"),
        (format_amount(None), "—"),
        (format_pct(D("34.225")), "34.23%"),
        (format_pct(None), "—"),
        (format_pp(D("21.33")), "21.33个百分点"),
    ],
)
def test_shown(shown, expected):
    assert shown == expected
