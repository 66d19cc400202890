"""Reporting periods as offices write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.figures.periods import InvalidPeriod, Period, PeriodType, excel_date, parse_period

MARCH = Period(2018, 3)
TO_MARCH = Period(2018, 3, cumulative=True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2018-03", MARCH),
        ("2018-3", MARCH),
        ("2018.3", MARCH),
        ("2018/03", MARCH),
        ("201803", MARCH),
        ("2018年3月", MARCH),
        ("２０１８年３月份", MARCH),
        ("2018年1-3月", TO_MARCH),
        ("2018年1—3月累计", TO_MARCH),
        ("2018年1～3月", TO_MARCH),
        ("2018年1月至3月", TO_MARCH),
        ("2018年3月累计", TO_MARCH),
        ("截至2018年3月底", TO_MARCH),
        ("2018年一季度", Period(2018, 3, PeriodType.QUARTER)),
        ("2018年第2季度", Period(2018, 6, PeriodType.QUARTER)),
        ("2018Q4", Period(2018, 12, PeriodType.QUARTER)),
        ("2018年4-6月", Period(2018, 6, PeriodType.QUARTER)),
        ("2018年三季度累计", Period(2018, 9, cumulative=True)),
        ("2018年上半年", Period(2018, 6, PeriodType.HALF)),
        ("2018年7—12月", Period(2018, 12, PeriodType.HALF)),
        ("2017年", Period(2017, 12, PeriodType.YEAR)),
        ("2017年度", Period(2017, 12, PeriodType.YEAR)),
        ("2017", Period(2017, 12, PeriodType.YEAR)),
        ("43160", MARCH),
        ("43160.0", MARCH),
        (2018.3, MARCH),
        ("2018.4.8", Period(2018, 4)),
        ("2018-03-31", MARCH),
    ],
)
def test_read(text, period):
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1—3月累计", TO_MARCH),
        ("3月", MARCH),
        ("截至3月底", TO_MARCH),
        ("上半年", Period(2018, 6, PeriodType.HALF)),
    ],
)
def test_the_year_may_stand_elsewhere(text, period):
    assert parse_period(text, year=2018) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3月",
        "2018-13",
        "2018-00",
        "2018年2-3月",
        "2018年5季度",
        "0000",
        "99999",
        "12345",
        "三月",
        "2018-02-30",
    ],
)
def test_refused(text):
    with pytest.raises(InvalidPeriod):
        parse_period(text)


def test_previous_year_and_previous_period():
    assert TO_MARCH.previous_year == Period(2017, 3, cumulative=True)
    assert Period(2018, 1).previous == Period(2017, 12)
    assert Period(2018, 3, PeriodType.QUARTER).previous == Period(2017, 12, PeriodType.QUARTER)


def test_days_and_months_covered():
    assert (TO_MARCH.starts_on, TO_MARCH.ends_on) == (date(2018, 1, 1), date(2018, 3, 31))
    assert TO_MARCH.months == ("2018-01", "2018-02", "2018-03")
    assert Period(2024, 2).ends_on == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (MARCH, "2018年3月"),
        (TO_MARCH, "2018年1—3月"),
        (Period(2018, 12, cumulative=True), "2018年"),
        (Period(2018, 6, PeriodType.QUARTER), "2018年二季度"),
        (Period(2018, 12, PeriodType.HALF), "2018年下半年"),
    ],
)
def test_printed(period, text):
    assert str(period) == text


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (43160, date(2018, 3, 1))],
)
def test_excel_dates(serial, day):
    assert excel_date(serial) == day


@pytest.mark.parametrize("serial", [0, -1, 60, 10**9])
def test_excel_dates_that_never_were(serial):
    with pytest.raises(InvalidPeriod):
        excel_date(serial)


@given(st.integers(1990, 2100), st.integers(1, 12), st.booleans())
def test_what_is_printed_reads_back(year, month, cumulative):
    period = Period(year, month, cumulative=cumulative)
    if not cumulative or 1 < month < 12:
        assert parse_period(str(period)) == period
