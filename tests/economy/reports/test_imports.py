"""The monthly form exactly as the office sends it, and months gone by in one table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from economy.indicators.models import Indicator, IndicatorTarget
from economy.reports.models import IndicatorReport, ReportState
from portal.errors import NotVisible
from portal.exchange.intake.actions import confirm_import, upload_import
from portal.exchange.models import ImportState
from portal.workflow.actions import take
from tests.portal.exchange.workbooks import FORMS, xlsx

pytestmark = pytest.mark.django_db
FORM = "2018年1-3月主要经济指标.xlsx"
NAMES = {
    "fiscal_revenue": ("财政收入", "万元", ["街道财政收入"]),
    "industrial_value_added": ("规模以上工业增加值", "亿元", ["规上工业增加值"]),
    "gross_industrial_output": ("工业总产值", "亿元", []),
    "main_business_revenue": ("主营业务收入", "亿元", ["营业收入"]),
}
HEAD = ["指标名称", "累计", "同比±%", "年度目标"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def indicators(street) -> dict[str, Indicator]:
    made = {
        code: Indicator(area=street, code=code, name=name, unit=unit, aliases=aliases, caliber="whole_area")
        for code, (name, unit, aliases) in NAMES.items()
    }
    Indicator.objects.bulk_create(made.values())
    return made


def monthly(user, area, rows=None, *, title="2018年1—3月", unit="亿元", name="economy.monthly"):
    if rows is None:
        content = (FORMS / FORM).read_bytes()
    else:
        content = xlsx([[title, None, None, f"单位：{unit}"], HEAD, *rows])
    return upload_import(
        name, SimpleUploadedFile(FORM if rows is None else "月报.xlsx", content), area=area, by=user
    )


def figures() -> list[tuple]:
    rows = IndicatorReport.objects.order_by("indicator__code", "period", "revision_no")
    return list(rows.values_list("indicator__code", "period", "unit", "cum_text", "yoy_text", "state"))


def test_the_form_becomes_drafts_as_printed(economy_clerk, street, indicators):
    job = monthly(economy_clerk, street)
    assert (job.state, job.problem_count, job.question_count) == (ImportState.CHECKED, 0, 0)
    confirm_import(job, by=economy_clerk)
    assert figures() == [
        ("fiscal_revenue", "2018-03", "亿元", "0.3", "34.23", "draft"),
        ("gross_industrial_output", "2018-03", "亿元", "4.51", "15.91", "draft"),
        ("industrial_value_added", "2018-03", "亿元", "0.12", "12.9", "draft"),
        ("main_business_revenue", "2018-03", "亿元", "4.45", "14.46", "draft"),
    ]
    report = IndicatorReport.objects.get(indicator__code="industrial_value_added")
    assert (report.month_value, report.base_value, report.note) == (None, None, "可比价")
    assert (report.source_document, report.created_by) == (job.document, economy_clerk)


def test_the_form_again_changes_nothing(economy_clerk, street, indicators):
    confirm_import(monthly(economy_clerk, street), by=economy_clerk)
    again = monthly(economy_clerk, street)
    assert again.counts["unchanged"] == 4
    assert confirm_import(again, by=economy_clerk, accept_questions=True).written == 0
    assert len(figures()) == 4


def test_a_corrected_draft_is_changed_in_place(economy_clerk, street, indicators):
    confirm_import(monthly(economy_clerk, street), by=economy_clerk)
    job = monthly(economy_clerk, street, [["财政收入", "0.31", "34.23%", ""]])
    assert (job.counts["changed"], job.preview[0]["cells"][1]) == (1, {"text": "0.31", "before": "0.3"})
    confirm_import(job, by=economy_clerk)
    assert figures()[0][3] == "0.31"


def test_names_by_alias(economy_clerk, street, indicators):
    job = confirm_import(
        monthly(economy_clerk, street, [["规上工业增加值", 0.12, "12.9%", "/"]]), by=economy_clerk
    )
    assert (job.written, figures()[0][0]) == (1, "industrial_value_added")


def test_an_unknown_indicator_is_told(economy_clerk, street, indicators):
    job = monthly(economy_clerk, street, [["人均收入", 1, "", ""], ["财政收入", 1, "", ""]])
    assert [problem["sentence"] for problem in job.problems] == [
        "第 3 行“指标名称”写的是“人均收入”，没有这个指标，或者不在您负责的区域内，请写本区域内指标的全称或代码。"
    ]
    assert figures() == []


def test_zero_is_not_missing(economy_clerk, street, indicators):
    rows = [["财政收入", 0, "", ""], ["工业总产值", "—", "", ""]]
    job = monthly(economy_clerk, street, rows)
    assert [question["row"] for question in job.questions] == [4]
    confirm_import(job, by=economy_clerk, accept_questions=True)
    assert list(IndicatorReport.objects.order_by("pk").values_list("cum_value", flat=True)) == [
        Decimal(0),
        None,
    ]


def test_a_thousandfold_jump_is_asked_about(economy_clerk, street, indicators):
    confirm_import(
        monthly(economy_clerk, street, [["财政收入", 0.2, "", ""]], title="2018年1—2月"), by=economy_clerk
    )
    job = monthly(economy_clerk, street, [["财政收入", 3000, "", ""]])
    assert [question["sentence"] for question in job.questions] == [
        "第 3 行“累计”写的是“3000”，与前期的 0.2 相差千倍以上，请核对是否写错了单位。"
    ]


def test_a_jump_is_seen_across_units(economy_clerk, street, indicators):
    rows = [["财政收入", 2000, "", ""]]
    confirm_import(monthly(economy_clerk, street, rows, title="2018年1—2月", unit="万元"), by=economy_clerk)
    assert monthly(economy_clerk, street, [["财政收入", 0.3, "", ""]]).question_count == 0
    assert monthly(economy_clerk, street, [["财政收入", 3000, "", ""]]).question_count == 1


def test_a_unit_of_another_kind_is_a_problem(economy_clerk, street, indicators):
    job = monthly(economy_clerk, street, [["财政收入", 3000, "", ""]], unit="户")
    assert job.problems[0]["message"] == "“财政收入”的单位是万元，表中的单位是户"


def test_the_target_is_compared_and_never_written(economy_clerk, street, indicators):
    target = IndicatorTarget.objects.create(
        indicator=indicators["fiscal_revenue"], area=street, year=2018, value=3905, unit="万元"
    )
    assert monthly(economy_clerk, street, [["财政收入", 0.3, "", 0.3905]]).question_count == 0
    job = monthly(economy_clerk, street, [["财政收入", 0.3, "", 0.4]])
    assert job.questions[0]["message"] == "与已定的年度目标 0.3905亿元 不同，这里不会改动目标"
    confirm_import(job, by=economy_clerk, accept_questions=True)
    target.refresh_from_db()
    assert target.value == 3905


@pytest.mark.parametrize(
    ("title", "head", "word"),
    [
        ("主要经济指标", "累计", "没有找到表格的期间"),
        ("2018年主要经济指标", "累计", "看不出是几月"),
        ("2018年1—3月", "1—4月累计", "请改成同一期间"),
        ("2118年1—3月", "累计", "还没有到"),
    ],
)
def test_a_form_whose_period_cannot_be_told_fails(economy_clerk, street, indicators, title, head, word):
    content = xlsx([[title, "单位：亿元"], ["指标名称", head], ["财政收入", 1]])
    file = SimpleUploadedFile("月报.xlsx", content)
    job = upload_import("economy.monthly", file, area=street, by=economy_clerk)
    assert (job.state, word in job.error) == (ImportState.FAILED, True)


def test_a_figure_under_review_is_left_alone(economy_clerk, street, indicators):
    confirm_import(monthly(economy_clerk, street), by=economy_clerk)
    take(IndicatorReport.objects.get(indicator__code="fiscal_revenue"), "submit", by=economy_clerk)
    job = monthly(economy_clerk, street, [["财政收入", 0.31, "", ""]])
    assert job.problems[0]["message"] == "本期的数是“待审核”，不能修改"


def test_a_published_figure_is_corrected_with_a_reason_only(economy_clerk, section_chief, street, indicators):
    confirm_import(monthly(economy_clerk, street), by=economy_clerk)
    report = IndicatorReport.objects.get(indicator__code="fiscal_revenue")
    for step, user in (("submit", economy_clerk), ("approve", section_chief), ("publish", section_chief)):
        take(report, step, by=user)
    assert "更正理由" in monthly(economy_clerk, street, [["财政收入", 0.31, "", ""]]).problems[0]["cure"]
    content = xlsx(
        [["2018年1—3月", "单位：亿元"], ["指标名称", "累计", "更正理由"], ["财政收入", 0.31, "区局调整口径"]]
    )
    file = SimpleUploadedFile("更正.xlsx", content)
    confirm_import(upload_import("economy.monthly", file, area=street, by=economy_clerk), by=economy_clerk)
    assert [row[3:] for row in figures() if row[0] == "fiscal_revenue"] == [
        ("0.3", "34.23", "published"),
        ("0.31", "", "draft"),
    ]


def test_an_outsider_cannot_import_into_this_street(outsider, street, indicators):
    with pytest.raises(NotVisible):
        monthly(outsider, street)


HISTORY = ["指标名称", "区域", "期间", "单位", "累计", "同比"]


def history(user, area, *rows):
    file = SimpleUploadedFile("历史.xlsx", xlsx([HISTORY, *rows]))
    return upload_import("economy.history", file, area=area, by=user)


def test_months_gone_by(economy_clerk, street, community, indicators):
    rows = [
        ["财政收入", "样例街道", "2017年1—11月", "万元", 6500, "80%"],
        ["财政收入", "甲社区", "2017.12", "万元", "7107.2", "82%"],
    ]
    job = confirm_import(history(economy_clerk, street, *rows), by=economy_clerk)
    assert (job.written, job.counts["new"]) == (2, 2)
    assert [row[1:] for row in figures()] == [
        ("2017-11", "万元", "6500", "80", ReportState.DRAFT),
        ("2017-12", "万元", "7107.2", "82", ReportState.DRAFT),
    ]
    assert history(economy_clerk, street, *rows).counts["unchanged"] == 2


def test_history_rows_are_all_checked(community_clerk, community, other_community, indicators):
    job = history(
        community_clerk, community,
        ["财政收入", "乙社区", "2017.12", "万元", 1, ""],
        ["财政收入", "甲社区", "2017.13", "万元", 1, ""],
        ["财政收入", "甲社区", "2117.12", "万元", 1, ""],
        ["财政收入", "甲社区", "2017.12", "户", 1, ""],
        ["财政收入", "甲社区", "2017.12", "万元", 1, ""],
    )  # fmt: skip
    assert [(problem["row"], problem["column"]) for problem in job.problems] == [
        (2, "区域"), (3, "期间"), (4, "期间"), (5, "单位"), (6, "指标名称"),
    ]  # fmt: skip
