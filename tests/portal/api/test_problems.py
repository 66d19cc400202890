"""Every refusal is a problem document in Chinese; nothing a caller sends makes a 5xx."""

from __future__ import annotations

import pytest

from portal.errors import NotVisible

AREAS = "/api/v1/accounts/areas/"
NOT_VISIBLE = {
    "type": "urn:jiedao:problem:NotVisible",
    "title": "没有找到",
    "status": 404,
    "detail": "没有这条记录，或者它不在您负责的区域内。",
    "errors": [],
}


def test_anonymous_is_401(api, db):
    answer = api().get(AREAS)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.json() == {
        "type": "urn:jiedao:problem:NotAuthenticated",
        "title": "没有登录",
        "status": 401,
        "detail": "请先登录，或在请求头里带上有效的令牌。",
        "errors": [],
    }


def test_another_offices_record_is_404(api, outsider, grid):
    answer = api(outsider).get(f"{AREAS}{grid.pk}/")

    assert (answer.status_code, answer.json()) == (NotVisible.status, NOT_VISIBLE)


@pytest.mark.parametrize("pk", ["999999999999999999", "9" * 30, "abc", "-1", "１"])
def test_an_impossible_record_is_404(api, street_leader, pk):
    answer = api(street_leader).get(f"{AREAS}{pk}/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_an_unknown_address_is_404_with_the_cure(api, street_leader):
    client = api(street_leader)

    assert client.get("/api/v1/nothing/here/").json()["detail"] == (
        "没有这个接口地址。请对照接口文档 /api/v1/docs/ 检查地址。"
    )
    assert client.get("/api/v1/accounts/areas").json()["detail"] == "没有这个接口地址。地址末尾要有斜杠“/”。"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_method_that_is_not_offered_is_405(api, street_leader, method):
    answer = getattr(api(street_leader), method)(AREAS)

    assert (answer.status_code, answer.json()["title"]) == (405, "方法不可用")


@pytest.mark.parametrize(
    "body", [b"{", b"[1]", b'{"username": "\\u0000"}', b'{"a":' * 40 + b"1" + b"}" * 40, b"\xff", b'{"a": NaN}',
             b'{"username": "\\ud800"}'],
)  # fmt: skip
def test_a_malformed_body_is_400(api, db, body):
    answer = api().generic("POST", "/api/v1/token/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["title"]) == (400, "请求有误")


def test_a_body_in_another_format_is_415(api, db):
    answer = api().generic("POST", "/api/v1/token/", b"a=1", content_type="application/x-www-form-urlencoded")

    assert answer.json() == {
        "type": "urn:jiedao:problem:UnsupportedMediaType",
        "title": "格式不支持",
        "status": 415,
        "detail": "请求正文应为 JSON，请求头写 Content-Type: application/json。",
        "errors": [],
    }


def test_too_many_requests_are_429_with_the_wait(api, street_leader, settings):
    settings.API_RATES = {**settings.API_RATES, "user": 0}

    answer = api(street_leader).get(AREAS)

    assert (answer.status_code, answer.json()["title"]) == (429, "请求过于频繁")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_accept_does_not_matter(api, street_leader):
    assert (
        api(street_leader).get(AREAS, headers={"Accept": "text/html"}).headers["Content-Type"]
        == "application/json"
    )
