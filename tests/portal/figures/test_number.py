"""Cells of spreadsheets: A57 and the habits of domain sheet 3.13."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.figures.number import NotANumber, is_ambiguous_percent, parse_number, percent_number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("７１０７．２", D("7107.2")),
        ("7,107.2", D("7107.2")),
        ("7 107.2", D("7107.2")),
        ("82%", D("0.82")),
        ("34.23％", D("0.3423")),
        ("100%", D(1)),
        ("5‰", D("0.005")),
        ("'0123", D(123)),
        ("－5", D(-5)),
        ("−5.50", D("-5.50")),
        ("1.2E+3", D(1200)),
        (0.12, D("0.12")),
        (1.0, D("1.0")),
        (43160, D(43160)),
        ("0", D(0)),
        (D("3.50"), D("3.50")),
    ],
)
def test_read(cell, value):
    assert parse_number(cell) == value


@pytest.mark.parametrize("cell", ["—", "", None, "/", "无", "\u3000", "-", "——", "－", "／", " \t", "N/A"])
def test_empty(cell):
    assert parse_number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "约5",
        "12万",
        "1,2,3",
        "82%%",
        "%",
        "NaN",
        "inf",
        float("nan"),
        float("inf"),
        True,
        "1e999",
        "٣",
        "=1+1",
    ],
)
def test_refused(cell):
    with pytest.raises(NotANumber):
        parse_number(cell)


@pytest.mark.parametrize(
    ("cell", "options", "value"),
    [
        ("82%", {}, D(82)),
        ("34.23％", {}, D("34.23")),
        ("82", {}, D(82)),
        (0.82, {}, D("0.82")),
        (0.82, {"cell_format": "0.00%"}, D(82)),
        (0.82, {"fractions": True}, D(82)),
        ("82%", {"cell_format": "0.00%", "fractions": True}, D(82)),
        ("5‰", {}, D("0.5")),
        ("—", {}, None),
    ],
)
def test_number_of_percent(cell, options, value):
    assert percent_number(cell, **options) == value


@pytest.mark.parametrize(
    ("cell", "ambiguous"),
    [("0.82", True), ("1", True), ("82", False), ("0.82%", False), ("0", False), ("", False)],
)
def test_a_bare_fraction_in_a_percent_column_is_ambiguous(cell, ambiguous):
    assert is_ambiguous_percent(cell) is ambiguous


def test_a_percent_format_settles_it():
    assert not is_ambiguous_percent(0.82, cell_format="0%")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_every_printed_number_is_read_exactly(value):
    assert parse_number(format(value, "f")) == value


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        number = parse_number(text)
    except NotANumber as refusal:
        number = refusal.message
    assert number is None or isinstance(number, D) or number.endswith("。")
