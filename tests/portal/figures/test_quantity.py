"""Quantities and units: A09, A17."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.figures.exact import InvalidNumber
from portal.figures.quantity import (
    IncompatibleUnits,
    InvalidQuantity,
    Qualifier,
    Quantity,
    Unit,
    UnknownUnit,
    parse_quantity,
)

MONEY = [Unit.YUAN, Unit.WAN_YUAN, Unit.YI_YUAN]
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "unit"),
    [
        ("98%以上", "gte", "98", "%"),
        ("不低于98%", "gte", "98", "%"),
        ("300余人", "gt", "300", "人"),
        ("三百余人", "gt", "300", "人"),
        ("近40场", "approx_lt", "40", "场"),
        ("6处", "eq", "6", "处"),
        ("7107.2万元", "eq", "7107.2", "万元"),
        ("1200万美元", "eq", "1200", "万美元"),
        ("35美元", "eq", "35", "美元"),
        ("７１０７．２万元", "eq", "7107.2", "万元"),
        ("7,107.20 万元", "eq", "7107.20", "万元"),
        ("约3万元", "approx", "3", "万元"),
        ("3万余元", "gt", "3", "万元"),
        ("300多万元", "gt", "300", "万元"),
        ("3千万元", "eq", "3000", "万元"),
        ("1.2万人", "eq", "12000", "人"),
        ("20支以上", "gte", "20", "支"),
        ("不超过5％", "lte", "5", "%"),
        ("不足10户", "lt", "10", "户"),
        ("5亩以内", "lte", "5", "亩"),
        ("超过300余人", "gt", "300", "人"),
        ("2.1个百分点", "eq", "2.1", "百分点"),
        ("75μg/m³", "eq", "75", "μg/m³"),
        ("75 µg/m3", "eq", "75", "μg/m³"),
        ("12㎡", "eq", "12", "平方米"),
        ("-5.00%", "eq", "-5.00", "%"),
        ("二十家", "eq", "20", "家"),
        ("十五支", "eq", "15", "支"),
    ],
)
def test_read_as_people_write(text, qualifier, value, unit):
    found = parse_quantity(text)
    assert (found.qualifier, str(format(found.value, "f")), found.unit) == (qualifier, value, unit)


@pytest.mark.parametrize(
    "text", ["", "万元", "5～10%", "约300余人", "98", "3 头", "一万二千人", "NaN元", "1e5元", "5元6角", "٣人"]
)
def test_refused(text):
    with pytest.raises(InvalidQuantity):
        parse_quantity(text)


def test_a_number_of_absurd_length_is_refused():
    with pytest.raises(InvalidNumber):
        parse_quantity("9" * 70 + "元")


def test_a_bare_number_takes_the_unit_of_the_sheet():
    assert parse_quantity("7107.2", unit=Unit.WAN_YUAN) == Quantity(D("7107.2"), Unit.WAN_YUAN)


@pytest.mark.parametrize(
    ("quantity", "unit", "value"),
    [
        (Quantity(D("7107.2"), Unit.WAN_YUAN), "元", D(71072000)),
        (Quantity(D("7107.2"), Unit.WAN_YUAN), "亿元", D("0.71072")),
        (Quantity(D("24.17"), Unit.YI_YUAN), "万元", D(241700)),
        (Quantity(D("0.3"), Unit.YI_YUAN), "万元", D(3000)),
        (Quantity(D(3), Unit.MU), "平方米", D(2000)),
        (Quantity(D(1), Unit.HECTARE), "亩", D(15)),
        (Quantity(D(1), Unit.MU), "平方米", D("666.6666666667")),
        (Quantity(D("0.05"), Unit.MILLIGRAM_PER_M3), "μg/m³", D(50)),
    ],
)
def test_converted(quantity, unit, value):
    assert quantity.to(unit) == Quantity(value, Unit(unit))


@pytest.mark.parametrize(
    ("source", "target"), [("元", "亩"), ("%", "百分点"), ("人", "户"), ("吨", "元"), ("万元", "万美元")]
)
def test_other_kinds_of_unit_are_refused(source, target):
    with pytest.raises(IncompatibleUnits):
        Quantity(D(1), Unit(source)).to(target)


def test_an_unknown_unit_is_refused():
    with pytest.raises(UnknownUnit):
        Quantity(D(1), Unit.YUAN).to("欧元")


def test_qualifier_survives_conversion():
    assert parse_quantity("3亿元以上").to("万元").qualifier == Qualifier.AT_LEAST


def test_printed_precision_is_kept():
    assert [(q.decimals, q.ulp) for q in map(parse_quantity, ["0.30亿元", "82%", "1.2万人"])] == [
        (2, D("0.01")),
        (0, D(1)),
        (0, D(1)),
    ]


@given(amounts, st.sampled_from(MONEY), st.sampled_from(MONEY))
def test_money_converts_there_and_back_exactly(value, source, target):
    assert Quantity(value, source).to(target).to(source).value == value
