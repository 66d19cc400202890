"""The economy's sentences: published before computed, falls, losses, targets missed, corrections."""

from __future__ import annotations

from decimal import Decimal

import pytest

from economy.indicators.models import Indicator, IndicatorTarget
from economy.reports.actions import ReportDraft, save_report
from economy.reports.models import IndicatorReport
from portal.bulletin.build import Bulletin, build, plain
from portal.bulletin.declare import Scope
from portal.figures.periods import Period, PeriodType
from portal.workflow.actions import take

pytestmark = pytest.mark.django_db
MARCH = Period(2018, 3, cumulative=True)
YEAR = Period(2018, 12, PeriodType.YEAR)


@pytest.fixture
def profit(street) -> Indicator:
    return Indicator.objects.create(
        area=street, code="profit", name="利润总额", unit="万元", caliber="whole_area"
    )


@pytest.fixture
def publish(profit, street, economy_clerk, section_chief):
    """Report a figure of `street` and publish it, through the same steps as everybody's."""

    def make(value: str | None, period: Period = MARCH, **fields) -> IndicatorReport:
        draft = ReportDraft(
            indicator=profit, area=street, period=period, unit="万元", cum_text=value or "",
            cum_value=None if value is None else Decimal(value), negative_adjustment_reason="退税", **fields,
        )  # fmt: skip
        report = save_report(draft, by=economy_clerk)
        take(report, "submit", by=economy_clerk)
        take(report, "approve", by=section_chief)
        take(report, "publish", by=section_chief)
        return report

    return make


def written(area, user, period: Period = MARCH) -> Bulletin:
    return build(Scope(area, period, user))


def sentence(area, user, period: Period = MARCH) -> str:
    sections = written(area, user, period).sections
    return plain(sections[0].paragraphs[0]) if sections else ""


@pytest.mark.parametrize(
    ("value", "fields", "said"),
    [
        ("110", {"base_value": Decimal(100)}, "，同比增长10.00%"),
        ("90", {"base_value": Decimal(100)}, "，同比下降10.00%"),
        ("100", {"base_value": Decimal(100)}, "，同比持平"),
        ("110", {"base_value": Decimal(100), "reported_yoy_pct": Decimal("9.8"), "yoy_text": "9.8"},
         "，同比增长9.8%"),
        ("90", {"reported_yoy_pct": Decimal("-5.30"), "yoy_text": "-5.30"}, "，同比下降5.30%"),
        ("5", {"base_value": Decimal(-3)}, "，同比扭亏为盈"),
        ("-2", {"base_value": Decimal(-3)}, "，同比减亏"),
        ("-4", {"base_value": Decimal(-3)}, "，同比增亏"),
        ("-1", {"base_value": Decimal(3)}, "，同比由盈转亏"),
        ("5", {"base_value": Decimal(0)}, "，上年同期为零"),
        ("5.10", {}, ""),
    ],
)  # fmt: skip
def test_growth(publish, street, street_leader, value, fields, said):
    publish(value, **fields)
    assert sentence(street, street_leader) == f"截至2018年3月底，样例街道利润总额累计完成{value}万元{said}。"


@pytest.mark.parametrize(
    ("value", "fields", "said"),
    [
        ("100", {}, "，完成年度目标的80.00%（年度目标125万元）"),
        ("125", {}, "，完成年度目标（年度目标125万元）"),
        ("150", {}, "，超年度目标20.00%（年度目标125万元）"),
        ("150", {"reported_over_target_pct": Decimal(20), "over_target_text": "20"},
         "，超年度目标20%（年度目标125万元）"),
        ("100", {"reported_over_target_pct": Decimal("-19.9"), "over_target_text": "-19.9"},
         "，完成年度目标的80.1%（年度目标125万元）"),
    ],
)  # fmt: skip
def test_against_the_target(publish, profit, street, street_leader, value, fields, said):
    IndicatorTarget.objects.create(area=street, indicator=profit, year=2018, value=125, unit="万元")
    publish(value, YEAR, **fields)
    assert sentence(street, street_leader, YEAR) == f"2018年，样例街道完成利润总额{value}万元{said}。"


def test_less_is_better_has_no_over(publish, profit, street, street_leader):
    Indicator.objects.filter(pk=profit.pk).update(direction="less")
    IndicatorTarget.objects.create(area=street, indicator=profit, year=2018, value=125, unit="万元")
    publish("150", YEAR)
    assert "，为年度控制目标的120.00%（年度目标125万元）" in sentence(street, street_leader, YEAR)


def test_a_state_is_not_completed(publish, profit, street, street_leader):
    Indicator.objects.filter(pk=profit.pk).update(is_cumulative=False)
    publish("20")
    assert sentence(street, street_leader) == "截至2018年3月底，样例街道利润总额为20万元。"


def test_a_missing_figure_is_not_stated(publish, street, street_leader):
    publish(None, note="上级未反馈")
    assert sentence(street, street_leader) == ""


def test_a_draft_is_not_stated(profit, street, street_leader, economy_clerk):
    draft = ReportDraft(indicator=profit, area=street, period=MARCH, unit="万元", cum_value=Decimal(5))
    save_report(draft, by=economy_clerk)
    assert sentence(street, street_leader) == ""


def test_illustrative_figures_are_left_out_and_counted(publish, street, street_leader):
    report = publish("5", is_illustrative=True)
    bulletin = written(street, street_leader)
    assert (bulletin.sections, [one.url for one in bulletin.left_out]) == ([], [report.get_absolute_url()])


def test_no_rate_rests_on_an_illustrative_base(publish, street, street_leader):
    publish("100", MARCH.previous_year, is_illustrative=True)
    publish("110")
    assert sentence(street, street_leader) == "截至2018年3月底，样例街道利润总额累计完成110万元。"


def test_a_correction_is_stated_with_its_revision(publish, street, street_leader):
    publish("110")
    corrected = publish("120", correction_reason="漏统一户")
    bulletin = written(street, street_leader)
    assert [(str(figure), figure.source.revision, figure.source.url) for figure in bulletin.figures] == [
        ("120万元", 2, corrected.get_absolute_url())
    ]


def test_a_stranger_is_told_nothing(publish, street, outsider):
    publish("110")
    assert written(street, outsider).figures == []
