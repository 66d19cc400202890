"""The board: target, schedule and year on year beside each figure, in a fixed number of queries."""

from decimal import Decimal

import pytest

from economy.indicators.models import IndicatorTarget, RatioRule
from economy.projects.models import Project
from economy.reports.actions import save_report
from economy.reports.queries import board
from portal.figures.periods import Period
from tests.economy.conftest import draft, make_indicator

pytestmark = pytest.mark.django_db
MARCH = Period(2018, 3, cumulative=True)


@pytest.fixture
def stands(economy_clerk, publish):
    """Publish a figure."""
    return lambda *args, **fields: publish(save_report(draft(*args, **fields), by=economy_clerk))


def test_target_and_schedule(revenue, street, stands):
    """F1: 7107.2 of 3905 is 182.00 %, over by 82.00 %."""
    stands(revenue, street, "2017-12", "7107.2")
    IndicatorTarget.objects.create(indicator=revenue, area=street, year=2017, value=3905, unit="万元")
    (figure,) = board(street, Period(2017, 12, cumulative=True))
    assert (figure.completion_pct, figure.over_target_pct, figure.schedule_pct) == (
        Decimal("182.00"), Decimal("82.00"), Decimal("100.00"),
    )  # fmt: skip


def test_units_are_brought_together(revenue, street, stands):
    stands(revenue, street, "2017-03", "2235")
    stands(
        revenue, street, "2018-03", "0.3", unit="亿元", reported_yoy_pct=Decimal("34.23"), yoy_text="34.23"
    )
    (figure,) = board(street, MARCH)
    assert (figure.value, figure.base, figure.yoy.pct) == (Decimal("3000"), Decimal("2235"), Decimal("34.23"))
    assert figure.yoy_note == "公布数与计算数一致"


def test_published_and_computed_growth_stand_side_by_side(revenue, street, stands):
    stands(revenue, street, "2017-03", "2000")
    stands(revenue, street, "2018-03", "3000", reported_yoy_pct=Decimal("34.23"), yoy_text="34.23")
    (figure,) = board(street, MARCH)
    assert (figure.published_yoy_pct, figure.yoy.pct) == (Decimal("34.2300"), Decimal("50.00"))
    assert "不一致" in figure.yoy_note


def test_a_zero_base_has_no_rate(revenue, street, stands):
    stands(revenue, street, "2017-03", "0")
    stands(revenue, street, "2018-03", "12")
    (figure,) = board(street, MARCH)
    assert (figure.yoy.pct, figure.yoy.label, figure.yoy.change) == (None, "上年同期为零", Decimal("12"))


def test_the_base_reported_with_the_figure_serves_when_last_year_is_not_on_record(revenue, street, stands):
    stands(revenue, street, "2018-03", "3000", base_value=Decimal("2235"))
    (figure,) = board(street, MARCH)
    assert figure.yoy.pct == Decimal("34.23")


def test_nothing_published_is_said_not_zero(revenue, street, economy_clerk):
    save_report(draft(revenue, street, "2018-03", "3000"), by=economy_clerk)
    (figure,) = board(street, MARCH)
    assert (figure.value, figure.missing) == (None, "2018年1—3月尚无已发布的数")


def test_a_low_value_added_rate_is_questioned(street, stands):
    """Example A16: 0.12 of 4.51 is 2.66 %."""
    added = make_indicator(street, "added", name="工业增加值", unit="亿元", order=1)
    output = make_indicator(street, "output", name="工业总产值", unit="亿元", order=2)
    RatioRule.objects.create(
        area=street, name="工业增加值率", numerator=added, denominator=output, low_pct=10, advice="请核对"
    )
    stands(added, street, "2018-03", "0.12")
    stands(output, street, "2018-03", "4.51")
    first, second = board(street, MARCH)
    assert (first.warnings, second.warnings) == (["工业增加值率 2.66%：请核对"], [])


def test_january_merged_into_february_is_one_point(street, stands):
    merged = make_indicator(street, merges_january=True)
    stands(merged, street, "2018-02", "0.19")
    stands(merged, street, "2018-03", "0.30")
    (figure,) = board(street, MARCH)
    points = [(point.first, point.last, point.value) for point in figure.months()]
    assert points == [(1, 2, Decimal("0.19")), (3, 3, Decimal("0.11"))]


def test_a_computed_indicator_opens_to_its_records(client, revenue, street, street_leader, stands):
    make_indicator(street, "count", name="已发布", unit="项", query="economy.published_figures", order=200)
    stands(revenue, street, "2018-02", "1900")
    stands(revenue, street, "2018-03", "3000")
    figure = board(street, MARCH)[1]
    client.force_login(street_leader)
    page = client.get(figure.url).content.decode()
    assert (figure.value, page.count("财政收入</a>")) == (Decimal(2), 2)


def test_an_undeclared_query_says_so(street):
    make_indicator(street, "lost", query="nowhere.nothing")
    (figure,) = board(street, MARCH)
    assert (figure.value, figure.missing) == (None, "没有名为“nowhere.nothing”的计算方法")


def test_offices_beside_are_not_mixed(revenue, street, other_street, community, stands):
    make_indicator(other_street, "theirs")
    stands(revenue, street, "2018-03", "3000")
    assert [figure.value for figure in board(community, MARCH)] == [None]
    assert [figure.indicator.code for figure in board(other_street, MARCH)] == ["theirs"]


@pytest.mark.parametrize("count", [1, 6])
def test_queries_do_not_grow_with_indicators_or_months(count, street, stands, django_assert_num_queries):
    indicators = [make_indicator(street, f"i{number}", order=number) for number in range(count)]
    for number in range(count):
        for month in range(1, number + 2):
            stands(indicators[number], street, f"2018-{month:02d}", str(month))
    with django_assert_num_queries(4):
        [(figure.yoy, figure.series(), figure.completion_pct) for figure in board(street, MARCH)]


@pytest.mark.parametrize("names", [
    ("funds_in_place",), ("funds_in_place", "out_of_district_funds", "out_of_province_funds"),
])  # fmt: skip
def test_figures_of_the_same_money_read_it_once(names, street, django_assert_num_queries):
    for name in names:
        make_indicator(street, name.replace("_", "-"), unit="亿元", query=f"economy.{name}")
    with django_assert_num_queries(7):  # the four of any board, areas, their top, one sum
        figures = board(street, MARCH)
    assert [figure.missing for figure in figures] == ["2018年1—3月没有已计入的到位资金"] * len(names)


def test_every_board_reads_anew(street):
    make_indicator(street, "projects", unit="项", query="economy.projects_signed")
    assert board(street, MARCH)[0].value == 0
    fields = {"code": "XM1", "name": "甲", "signed_on": "2018-03-01", "signed_month": "2018-03"}
    Project.objects.create(area=street, office=street, **fields)
    assert board(street, MARCH)[0].value == 1


def test_an_office_without_figures_is_told_what_to_do(client, street_leader):
    client.force_login(street_leader)
    assert "还没有已发布的指标" in client.get("/desk/economy/").content.decode()
