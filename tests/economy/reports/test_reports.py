"""A figure's life: saved, submitted, reviewed by another, published, corrected by a new revision, locked."""

from datetime import date
from decimal import Decimal

import pytest

from economy.reports.actions import save_report, save_reports
from economy.reports.models import IndicatorReport
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.workflow.actions import steps_open_to, take
from portal.workflow.models import Move
from tests.economy.conftest import draft, make_indicator

pytestmark = pytest.mark.django_db


def test_a_new_figure_is_a_draft_with_its_deadlines(report):
    """March's figures are due by 5 April, a rest day in 2018 (清明), so on the 8th, a make-up workday."""
    assert (report.state, report.is_current, report.revision_no) == ("draft", False, 1)
    assert (report.due_on, report.review_due_on) == (date(2018, 4, 8), date(2018, 4, 8))
    assert report.title == "样例街道2018年1—3月财政收入"


def test_the_printed_digits_are_kept(revenue, street, economy_clerk):
    report = save_report(draft(revenue, street, "2018-03", "0.30", unit="亿元"), by=economy_clerk)
    report.refresh_from_db()
    assert (str(report.quantity), report.quantity.decimals) == ("0.30亿元", 2)


def test_the_same_figure_again_changes_nothing(report, revenue, street, economy_clerk):
    saved = save_reports([draft(revenue, street, "2018-03", "3000")], by=economy_clerk)
    assert (saved.created, saved.changed, saved.unchanged) == ([], [], 1)


def test_another_figure_changes_the_draft(report, revenue, street, economy_clerk):
    save_report(draft(revenue, street, "2018-03", "3100"), by=economy_clerk)
    report.refresh_from_db()
    assert (report.cum_value, IndicatorReport.objects.count()) == (Decimal("3100"), 1)


def test_through_review_to_publication(report, publish, economy_clerk, section_chief):
    publish(report)
    assert (report.state, report.is_current) == ("published", True)
    assert (report.submitted_by, report.reviewed_by) == (economy_clerk, section_chief)
    moves = Move.objects.of(report).values_list("step", "source", "target", "by__username")
    assert list(moves) == [
        ("submit", "draft", "submitted", "economy_clerk"),
        ("approve", "submitted", "approved", "section_chief"),
        ("publish", "approved", "published", "section_chief"),
    ]


def test_nobody_reviews_his_own_figure(report, street, economy_clerk):
    from portal.accounts.actions import place

    place(economy_clerk, role="section_chief", area=street)
    take(report, "submit", by=economy_clerk)
    with pytest.raises(NotPermitted, match="不能自己"):
        take(report, "approve", by=economy_clerk)
    assert "approve" not in [step.name for step in steps_open_to(economy_clerk, report)]


def test_a_step_in_the_wrong_state_is_refused_in_words(report, section_chief):
    with pytest.raises(WrongState, match="现在是“草稿”"):
        take(report, "publish", by=section_chief)
    assert not Move.objects.exists()


def test_returning_needs_a_reason(report, economy_clerk, section_chief):
    take(report, "submit", by=economy_clerk)
    with pytest.raises(InvalidInput, match="理由"):
        take(report, "return", by=section_chief)
    take(report, "return", by=section_chief, note="与台账不符")
    report.refresh_from_db()
    assert report.state == "returned"


@pytest.mark.parametrize("cast", ["outsider", "community_clerk", "grid_worker", "nobody", "admin_user"])
def test_who_may_not_see_it_finds_nothing(request, report, cast):
    with pytest.raises(NotVisible):
        take(report, "submit", by=request.getfixturevalue(cast))


@pytest.mark.parametrize("cast", ["street_leader", "auditor"])
def test_who_only_reads_may_not_submit(request, report, cast):
    with pytest.raises(NotPermitted):
        take(report, "submit", by=request.getfixturevalue(cast))


def test_an_area_outside_the_post_is_refused(revenue, other_street, economy_clerk):
    with pytest.raises(NotPermitted, match="邻居街道"):
        save_report(draft(revenue, other_street, "2018-03", "1"), by=economy_clerk)
    assert not IndicatorReport.objects.exists()


def test_a_published_figure_is_not_overwritten(report, publish, revenue, street, economy_clerk):
    publish(report)
    with pytest.raises(InvalidInput, match="更正要写明理由"):
        save_report(draft(revenue, street, "2018-03", "2900"), by=economy_clerk)
    report.refresh_from_db()
    assert report.cum_value == Decimal("3000")


def test_a_correction_is_a_new_revision(report, publish, revenue, street, economy_clerk):
    publish(report)
    second = save_report(
        draft(revenue, street, "2018-03", "2900", correction_reason="退库核减"), by=economy_clerk
    )
    assert (second.revision_no, second.state) == (2, "draft")
    publish(second)
    report.refresh_from_db()
    assert (report.state, report.is_current, report.cum_value) == ("superseded", False, Decimal("3000"))
    assert (second.state, second.is_current) == ("published", True)
    assert IndicatorReport.objects.standing().get() == second


def test_a_locked_figure_is_corrected_too(report, publish, revenue, street, economy_clerk, section_chief):
    publish(report)
    take(report, "lock", by=section_chief)
    second = save_report(
        draft(revenue, street, "2018-03", "2900", correction_reason="决算"), by=economy_clerk
    )
    publish(second)
    report.refresh_from_db()
    assert report.state == "superseded"


def test_superseding_is_nobodys_button(report, publish, section_chief):
    publish(report)
    assert [step.name for step in steps_open_to(section_chief, report)] == ["lock"]


def test_missing_is_not_zero(revenue, street, economy_clerk):
    report = save_report(draft(revenue, street, "2018-03", None), by=economy_clerk)
    with pytest.raises(InvalidInput, match="没有累计数"):
        take(report, "submit", by=economy_clerk)
    report.refresh_from_db()
    assert (report.cum_value, report.state) == (None, "draft")


def test_a_missing_figure_with_a_note_may_be_submitted(revenue, street, economy_clerk):
    report = save_report(draft(revenue, street, "2018-03", None, note="报表未到"), by=economy_clerk)
    take(report, "submit", by=economy_clerk)
    assert report.state == "submitted"


def test_a_fall_needs_a_reason(revenue, street, economy_clerk, publish):
    """Example A10: cum(03) below cum(02) is blocked unless explained."""
    publish(save_report(draft(revenue, street, "2018-02", "0.19", unit="亿元"), by=economy_clerk))
    fallen = save_report(draft(revenue, street, "2018-03", "1800"), by=economy_clerk)
    with pytest.raises(InvalidInput, match="小于"):
        take(fallen, "submit", by=economy_clerk)
    explained = save_report(
        draft(revenue, street, "2018-03", "1800", note="核减", negative_adjustment_reason="退税"),
        by=economy_clerk,
    )
    take(explained, "submit", by=economy_clerk)
    assert explained.state == "submitted"


def test_january_is_not_compared_with_december(revenue, street, economy_clerk, publish):
    publish(save_report(draft(revenue, street, "2017-12", "7107.2"), by=economy_clerk))
    january = save_report(draft(revenue, street, "2018-01", "500"), by=economy_clerk)
    take(january, "submit", by=economy_clerk)
    assert january.state == "submitted"


def test_a_computed_indicator_is_never_reported(street, economy_clerk):
    computed = make_indicator(street, "computed", query="economy.published_figures", unit="项")
    with pytest.raises(InvalidInput, match="由系统计算"):
        save_report(draft(computed, street, "2018-03", "3"), by=economy_clerk)


def test_one_bad_row_leaves_nothing_behind(report, publish, revenue, street, economy_clerk):
    publish(report)
    with pytest.raises(InvalidInput) as refusal:
        save_reports(
            [draft(revenue, street, "2018-02", "1900", row=4), draft(revenue, street, "2018-03", "1", row=5)],
            by=economy_clerk,
        )
    assert [error["row"] for error in refusal.value.errors] == [5]
    assert IndicatorReport.objects.count() == 1


def test_a_figure_under_review_is_not_changed(report, revenue, street, economy_clerk):
    take(report, "submit", by=economy_clerk)
    with pytest.raises(InvalidInput, match="正在审核"):
        save_report(draft(revenue, street, "2018-03", "1"), by=economy_clerk)
