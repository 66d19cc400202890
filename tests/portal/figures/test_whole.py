"""Whole numbers as an address writes them."""

import pytest

from portal.figures.whole import whole_number


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("200", 200), ("007", 7), ("000000200", 200)])
def test_plain_digits_within_the_bounds(text, number):
    assert whole_number(text, least=1, most=200) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "000",
        "201",
        "0000010000",
        "9" * 5000,
        "-1",
        "+1",
        "1.0",
        "1e2",
        " 1",
        "1\n",
        "１",
        "²",
        "1\0",
        "一",
    ],
)
def test_anything_else_is_no_number(text):
    assert whole_number(text, least=1, most=200) is None


def test_zero_where_it_is_allowed():
    assert whole_number("000", least=0, most=9) == 0
