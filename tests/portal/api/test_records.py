"""Records by API: create, change, steps; who may, what is refused, what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.attachments.models import Document
from portal.workflow.flows import _flows
from portal.workflow.models import Move
from tests.portal.api import resource

DOCUMENTS = "/api/v1/attachments/documents/"


@pytest.fixture(autouse=True)
def documents_by_api(settings):
    settings.ROOT_URLCONF = "tests.portal.api.resource"
    _flows[resource.FLOW.model.lower()] = resource.FLOW
    yield
    del _flows[resource.FLOW.model.lower()]


@pytest.fixture
def document(economy_clerk, street) -> Document:
    return Document.objects.create(area=street, title="通知", quote="draft", created_by=economy_clerk)


def address(document: Document, step: str = "") -> str:
    return f"{DOCUMENTS}{document.pk}/{step}{'/' if step else ''}"


def test_creating_answers_with_the_record_and_its_place(api, economy_clerk, street):
    answer = api(economy_clerk).post(
        DOCUMENTS, {"area": street.pk, "title": "通知", "dated_on": "2026-03-01"}
    )
    made = Document.objects.get()

    assert (answer.status_code, answer.headers["Location"]) == (201, f"http://testserver{address(made)}")
    assert {**answer.json(), "created_at": None} == {
        "id": made.pk, "area": street.pk, "area_name": "样例街道", "title": "通知", "quote": "draft",
        "dated_on": "2026-03-01", "created_at": None,
    }  # fmt: skip


def test_creating_takes_at_most_ten_queries(api, economy_clerk, street):
    client = api(economy_clerk)
    client.get(DOCUMENTS)

    with CaptureQueriesContext(connection) as captured:
        client.post(DOCUMENTS, {"area": street.pk, "title": "通知"})

    assert len(captured) <= 10


def test_an_area_one_does_not_see_cannot_be_named(api, economy_clerk, other_street):
    answer = api(economy_clerk).post(DOCUMENTS, {"area": other_street.pk, "title": "通知"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": "area", "message": f"没有编号为 {other_street.pk} 的记录，或者它不在您负责的区域内。"}
    ]


@pytest.mark.parametrize("area", ["true", '"1"', 10**30, -1, "null", "[]", "{}", 1.5, "1e400"])
def test_a_strange_area_is_400(api, economy_clerk, area):
    body = f'{{"area": {area}, "title": "通知"}}'

    assert (
        api(economy_clerk).generic("POST", DOCUMENTS, body, content_type="application/json").status_code
        == 400
    )


def test_every_fault_is_named(api, economy_clerk):
    errors = api(economy_clerk).post(DOCUMENTS, {"title": "", "dated_on": "2026-02-30"}).json()["errors"]

    assert [error["field"] for error in errors] == ["area", "title", "dated_on"]


def test_a_reader_may_not_create(api, auditor, street):
    answer = api(auditor).post(DOCUMENTS, {"area": street.pk, "title": "通知"})

    assert (answer.status_code, answer.json()["detail"]) == (403, "您的岗位没有这项权限。")


def test_changing(api, economy_clerk, document):
    answer = api(economy_clerk).patch(address(document), {"title": "更正通知"})

    assert (answer.status_code, answer.json()["title"]) == (200, "更正通知")


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("outsider", 404), ("grid_worker", 404)])
@pytest.mark.parametrize(("method", "step"), [("patch", ""), ("post", "submit")])
def test_who_may_not_act(api, request, document, role, status, method, step):
    client = api(request.getfixturevalue(role))

    assert getattr(client, method)(address(document, step), {}).status_code == status
    document.refresh_from_db()
    assert (document.title, document.quote) == ("通知", "draft")


def test_anonymous_acts_on_nothing(api, document):
    assert [
        api().get(address(document)).status_code,
        api().post(address(document, "submit")).status_code,
    ] == [401, 401]


def test_a_step_moves_the_record_and_is_told_in_its_timeline(api, economy_clerk, document):
    answer = api(economy_clerk).post(
        address(document, "submit"), {"note": "请审核", "evidence": {"document": 7}}
    )

    assert (answer.status_code, answer.json()["quote"]) == (200, "submitted")
    assert list(Move.objects.values_list("step", "source", "target", "by", "note", "evidence")) == [
        ("submit", "draft", "submitted", economy_clerk.pk, "请审核", {"document": 7})
    ]


def test_a_step_in_the_wrong_state_is_409_and_says_which_is_right(api, economy_clerk, document):
    client = api(economy_clerk)
    client.post(address(document, "submit"))

    again = client.post(address(document, "submit"))

    assert again.json() == {
        "type": "urn:jiedao:problem:WrongState",
        "title": "状态不符",
        "status": 409,
        "detail": "这条记录现在是“submitted”，只有“draft、returned”时才能“报送”。",
        "errors": [],
    }


def test_a_step_that_needs_a_reason_is_refused_without_one(api, economy_clerk, section_chief, document):
    api(economy_clerk).post(address(document, "submit"))

    answer = api(section_chief).post(address(document, "return_back"), {"note": " "})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "note")


def test_a_record_tells_the_steps_one_can_take_now(api, economy_clerk, auditor, document):
    assert api(economy_clerk).get(address(document)).json()["steps"] == [
        {"name": "submit", "verb": "报送", "needs_note": False}
    ]
    assert api(auditor).get(address(document)).json()["steps"] == []
