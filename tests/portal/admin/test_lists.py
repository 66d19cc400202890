"""Lists and pickers of the back office: scope, queries, caps, missing links."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Post
from portal.accounts.roles import Role
from portal.backoffice import paginator
from tests.conftest import make_area, make_user

AREAS = "/admin/accounts/area/"
POSTS = "/admin/accounts/post/"
USERS = "/admin/accounts/user/"


def listed(client, address: str) -> list[int]:
    return [record.pk for record in client.get(address).context["cl"].result_list]


def test_a_list_shows_what_one_may_see(entering, street_leader, street, community, other_street):
    seen = listed(entering(street_leader), AREAS)

    assert {street.pk, community.pk} <= set(seen)
    assert other_street.pk not in seen


def test_another_offices_record_is_404(entering, street_leader, other_street):
    client = entering(street_leader)

    assert client.get(f"{AREAS}{other_street.pk}/change/").status_code == 404
    assert client.get(f"{AREAS}{other_street.pk}/history/").status_code == 404


def test_the_security_administrator_sees_accounts_in_reach_and_those_without_post(
    entering, security_admin, street_leader, nobody
):
    elsewhere = make_area(None, "980000000000", "别省", "province")
    stranger = make_user("stranger", Role.STREET_LEADER, elsewhere)

    seen = listed(entering(security_admin), USERS)

    assert {street_leader.pk, nobody.pk} <= set(seen)
    assert stranger.pk not in seen


def test_a_picker_offers_what_one_may_see(entering, security_admin, street, district):
    make_area(None, "980000000000", "别省", "province")
    asked = {"app_label": "accounts", "model_name": "post", "field_name": "area", "term": "省"}

    offered = entering(security_admin).get("/admin/autocomplete/", asked).json()["results"]

    assert [each["text"] for each in offered] == ["样例省"]


def test_a_picker_refuses_what_one_may_not_see(entering, security_admin, nobody):
    elsewhere = make_area(None, "980000000000", "别省", "province")

    page = entering(security_admin).post(
        f"{POSTS}add/",
        {"user": nobody.pk, "role": "grid_worker", "area": elsewhere.pk, "valid_from": "2026-01-01"},
    )

    assert page.status_code == 200
    assert not Post.objects.filter(user=nobody).exists()


@pytest.mark.parametrize(
    ("address", "role"), [(POSTS, "auditor"), (USERS, "security_admin"), (AREAS, "auditor")]
)
def test_a_list_takes_the_same_queries_for_1_and_30_rows(address, role, request, entering, community):
    client = entering(request.getfixturevalue(role))
    few = queries(client, address)
    for n in range(30):
        make_user(
            f"clerk{n}",
            Role.COMMUNITY_CLERK,
            make_area(community, f"990101001001G{n:02}", f"网格{n}", "grid"),
        )

    assert queries(client, address) == few
    assert few <= 15


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_list_never_counts_further_than_the_cap(entering, auditor, community, monkeypatch):
    monkeypatch.setattr(paginator, "CAP", 3)

    page = entering(auditor).get(AREAS).content.decode()

    assert "超过 10000 条，请用筛选或搜索缩小范围" in page


def test_a_missing_link_shows_as_a_dash(entering, auditor, street_leader):
    page = entering(auditor).get(POSTS).content.decode()

    assert "—" in page


@pytest.mark.parametrize(
    "query", ["?q=%00", "?o=9.9", "?p=99999", "?kind__exact=moon", "?nothing=1", "?q=" + "长" * 500]
)
def test_strange_requests_are_no_error(entering, auditor, query):
    assert entering(auditor).get(f"{AREAS}{query}", follow=True).status_code in (200, 400, 414)


def test_days_are_written_as_in_every_table(entering, auditor, street_leader):
    day = Post.objects.filter(user=street_leader).get().valid_from

    assert f"{day:%Y-%m-%d}" in entering(auditor).get(POSTS).content.decode()


HIDDEN = ["password__startswith=argon2", "mobile_index__startswith=a", "password_history__0__startswith=a", "posts__reason__startswith=a"]  # fmt: skip


@pytest.mark.parametrize("query", HIDDEN)
def test_no_column_is_asked_for_that_is_no_filter(entering, security_admin, query):
    browser = entering(security_admin)

    assert browser.get(f"/admin/accounts/user/?{query}").status_code == 400
    assert browser.get("/admin/accounts/user/?is_active__exact=1&q=a&o=1").status_code == 200
