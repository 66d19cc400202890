"""Figures by API: the same rules, refusals as problem documents."""

import pytest

from economy.reports.models import IndicatorReport
from portal.api.actions import issue_token

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/economy/reports/"


@pytest.fixture
def call(client):
    def as_user(user, method, path, data=None):
        headers = {"Authorization": f"Token {issue_token(user)}"}
        return getattr(client, method)(path, data, content_type="application/json", headers=headers)

    return as_user


def body(revenue, area, **fields):
    return {
        "indicator": revenue.pk,
        "area": area.pk,
        "period": "2018年1—3月",
        "unit": "亿元",
        "cum_value": "0.30",
        **fields,
    }


def test_a_figure_is_entered(call, revenue, street, economy_clerk):
    answer = call(economy_clerk, "post", REPORTS, body(revenue, street, reported_yoy_pct="34.23％"))
    assert answer.status_code == 201
    shown = {name: answer.json()[name] for name in ("period", "state", "cum_text", "unit", "yoy_text")}
    assert shown == {
        "period": "2018-03",
        "state": "draft",
        "cum_text": "0.30",
        "unit": "亿元",
        "yoy_text": "34.23",
    }


def test_then_taken_through_its_steps(call, report, economy_clerk, section_chief):
    for user, step in ((economy_clerk, "submit"), (section_chief, "approve"), (section_chief, "publish")):
        assert call(user, "post", f"{REPORTS}{report.pk}/{step}/", {}).status_code == 200
    report.refresh_from_db()
    assert report.state == "published"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("cum_value", "三千块", "看不懂|不是"),
        ("period", "2018-13", "不是有效"),
        ("unit", "斤", "斤"),
        ("cum_value", "1e15", "过大"),
    ],
)
def test_bad_input_names_the_field(call, revenue, street, economy_clerk, field, value, says):
    answer = call(economy_clerk, "post", REPORTS, body(revenue, street, **{field: value}))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not IndicatorReport.objects.exists()


def test_a_published_figure_asks_for_a_reason(call, report, publish, revenue, street, economy_clerk):
    publish(report)
    answer = call(economy_clerk, "post", REPORTS, body(revenue, street, cum_value="0.29"))
    assert answer.status_code == 400
    assert "更正要写明理由" in answer.json()["detail"]


def test_refusals(call, report, outsider, auditor, section_chief):
    place = f"{REPORTS}{report.pk}/"
    found = [
        call(outsider, "get", place).status_code,
        call(outsider, "post", f"{place}submit/", {}).status_code,
        call(auditor, "get", place).status_code,
        call(auditor, "post", f"{place}submit/", {}).status_code,
        call(section_chief, "post", f"{place}publish/", {}).status_code,
        call(section_chief, "post", f"{place}supersede/", {}).status_code,
    ]
    assert found == [404, 404, 200, 403, 409, 404]


def test_another_offices_indicator_does_not_exist(call, other_street, street, economy_clerk):
    from tests.economy.conftest import make_indicator

    theirs = make_indicator(other_street, "theirs")
    answer = call(economy_clerk, "post", REPORTS, body(theirs, street))
    assert [error["field"] for error in answer.json()["errors"]] == ["indicator"]


def test_the_list_is_what_one_may_see(call, report, outsider, street_leader):
    seen = [call(user, "get", REPORTS).json()["results"] for user in (street_leader, outsider)]
    assert [[row["id"] for row in rows] for rows in seen] == [[report.pk], []]
