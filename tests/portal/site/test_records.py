"""Record pages, taking steps from them, history and explanations."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from economy.indicators.models import Caliber, Indicator
from economy.reports.models import IndicatorReport, ReportState
from portal.workflow.models import Move
from portal.workflow.queries import waiting_for

TAKE = "/desk/take/economy.indicatorreport/{}/{}/"


@pytest.fixture
def document(keep, community):
    return keep(community, 1, "关于报送报表的通知")[0]


@pytest.fixture
def report(street, economy_clerk):
    indicator = Indicator.objects.create(
        area=street,
        code="revenue",
        name="一般公共预算收入",
        caliber=Caliber.GENERAL_PUBLIC_BUDGET,
        unit="万元",
    )
    return IndicatorReport.objects.create(
        indicator=indicator, area=street, code="revenue", title="2018年1—3月一般公共预算收入", period="2018-03",
        unit="万元", cum_value="100", cum_text="100", due_on="2018-04-05", review_due_on="2018-04-08",
        state=ReportState.SUBMITTED, submitted_by=economy_clerk,
    )  # fmt: skip


def test_a_record_shows_its_facts(as_user, community_clerk, document):
    page = as_user(community_clerk).get(f"/desk/documents/{document.pk}/").content.decode()
    assert "<h1>关于报送报表的通知1</h1>" in page
    assert '<span class="lines">2018-01-01</span>' in page


def test_a_record_costs_few_queries(as_user, community_clerk, document):
    browser = as_user(community_clerk)
    browser.get("/desk/")  # the first page after a login also notes in the session that it is complete
    with CaptureQueriesContext(connection) as queries:
        browser.get(f"/desk/documents/{document.pk}/")
    assert len(queries) <= 8, [query["sql"] for query in queries]


def test_a_record_out_of_scope_is_not_there(as_user, outsider, document):
    assert as_user(outsider).get(f"/desk/documents/{document.pk}/").status_code == 404


def test_history_is_one_click_away(as_user, community_clerk, document):
    browser = as_user(community_clerk)
    address = f"/desk/history/attachments.document/{document.pk}/"
    assert f'href="{address}"' in browser.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "新增" in browser.get(address).content.decode()


def test_history_out_of_scope_is_not_there(as_user, outsider, document):
    assert as_user(outsider).get(f"/desk/history/attachments.document/{document.pk}/").status_code == 404


class TestTakingAStep:
    """From the record's page: at once, or through a form."""

    def test_moves_the_record_and_says_so(self, as_user, section_chief, report):
        response = as_user(section_chief).post(TAKE.format(report.pk, "approve"), follow=True)
        report.refresh_from_db()
        assert report.state == ReportState.APPROVED
        assert "已审核通过。" in response.content.decode()

    def test_asks_for_the_reason_where_one_is_needed(self, as_user, section_chief, report):
        page = as_user(section_chief).get(TAKE.format(report.pk, "return")).content.decode()
        assert "退回的理由" in page
        assert "必填" in page

    def test_a_missing_reason_is_told_beside_the_field(self, as_user, section_chief, report):
        response = as_user(section_chief).post(TAKE.format(report.pk, "return"), {"note": ""})
        assert response.status_code == 400
        assert 'href="#id_note"' in response.content.decode()
        assert not Move.objects.exists()

    def test_what_was_typed_stays_when_the_state_has_changed(self, as_user, section_chief, report):
        IndicatorReport.objects.update(state=ReportState.RETURNED)
        response = as_user(section_chief).post(TAKE.format(report.pk, "return"), {"note": "第三行合计对不上"})
        assert response.status_code == 409
        assert "第三行合计对不上" in response.content.decode()
        assert "只有“待审核、已审核”时才能“退回”" in response.content.decode()

    def test_is_refused_without_the_permission(self, as_user, economy_clerk, report):
        response = as_user(economy_clerk).post(TAKE.format(report.pk, "approve"))
        assert response.status_code == 403
        assert "您的岗位不能" in response.content.decode()

    def test_is_not_there_out_of_scope(self, as_user, outsider, report):
        assert as_user(outsider).post(TAKE.format(report.pk, "approve")).status_code == 404

    @pytest.mark.parametrize(
        "path", ["economy.indicatorreport/{}/fly", "economy.nothing/{}/approve", "x/{}/approve"]
    )
    def test_unknown_steps_and_models_are_not_there(self, as_user, section_chief, report, path):
        assert as_user(section_chief).post(f"/desk/take/{path.format(report.pk)}/").status_code == 404

    def test_automatic_steps_are_nobodys(self, as_user, section_chief, report):
        assert as_user(section_chief).post(TAKE.format(report.pk, "supersede")).status_code == 404


class TestWaiting:
    """What waits for me: where one of my main steps leads on."""

    def test_a_submitted_figure_waits_for_its_reviewer_only(
        self, section_chief, economy_clerk, outsider, report
    ):
        assert [waiting.records for waiting in waiting_for(section_chief)] == [[report]]
        assert waiting_for(economy_clerk) == []
        assert waiting_for(outsider) == []

    def test_what_one_submitted_oneself_does_not_wait(self, section_chief, report):
        IndicatorReport.objects.update(submitted_by=section_chief)
        assert waiting_for(section_chief) == []

    def test_the_desk_shows_it_most_urgent_first(self, as_user, section_chief, report):
        page = as_user(section_chief).get("/desk/").content.decode()
        assert "2018年1—3月一般公共预算收入" in page
        assert "逾期" in page

    def test_the_desk_costs_the_same_for_one_and_many(self, as_user, section_chief, report):
        browser = as_user(section_chief)
        browser.get("/desk/")
        with CaptureQueriesContext(connection) as one:
            browser.get("/desk/")
        for month in range(4, 9):
            IndicatorReport.objects.create(
                indicator=report.indicator, area=report.area, code="revenue", title=f"{month}月", period=f"2018-{month:02}",
                unit="万元", due_on="2018-05-05", review_due_on="2018-05-08", state=ReportState.SUBMITTED,
                submitted_by=report.submitted_by,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as many:
            browser.get("/desk/")
        assert len(one) == len(many)


class TestExplaining:
    """怎么算的, on the page and as a page."""

    def test_the_steps_are_told(self, as_user, economy_clerk):
        page = (
            as_user(economy_clerk).get("/desk/explain/yoy/", {"current": "5", "base": "4"}).content.decode()
        )
        assert "增减额 = 5 − 4 = 1。" in page
        assert "<html" in page

    def test_htmx_gets_only_the_steps(self, as_user, economy_clerk):
        response = as_user(economy_clerk).get(
            "/desk/explain/yoy/", {"current": "5", "base": "4"}, headers={"HX-Request": "true"}
        )
        assert response.content.decode().startswith("<ol")

    def test_tables_travel_as_json(self, as_user, economy_clerk):
        asked = {"cumulative": '{"2018-01": "3", "2018-02": "5.5"}', "month": "2018-02"}
        assert "2.5" in as_user(economy_clerk).get("/desk/explain/single_month/", asked).content.decode()

    @pytest.mark.parametrize("query", [{}, {"current": "x", "base": "1"}, {"current": "{", "base": "1"}])
    def test_bad_inputs_are_refused_in_words(self, as_user, economy_clerk, query):
        response = as_user(economy_clerk).get("/desk/explain/yoy/", query)
        assert response.status_code == 400
