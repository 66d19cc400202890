"""Lists: scope, paging, order, filters, and what they refuse."""

from __future__ import annotations

import pytest

from portal.accounts.models import Area
from tests.conftest import make_area

AREAS = "/api/v1/accounts/areas/"


@pytest.fixture
def grids(community):
    return [make_area(community, f"990101001001G{n:03}", f"网格{n:03}", "grid") for n in range(100, 123)]


def walk(client, address: str, link: str = "next") -> list[int]:
    ids, at = [], address
    while at:
        page = client.get(at).json()
        ids += [row["id"] for row in page["results"]]
        at = page[link]
    return ids


def test_the_row_of_an_area(api, grid_worker, grid):
    row = api(grid_worker).get(AREAS, {"kind": "grid"}).json()["results"]

    assert row == [{
        "id": grid.pk, "code": "990101001001G01", "name": "甲社区第一网格", "kind": "grid", "kind_label": "网格",
        "depth": 6, "valid_from": None, "valid_to": None,
    }]  # fmt: skip


@pytest.mark.parametrize("ordering", ["id", "-id", "code", "-code", "path"])
def test_walking_the_cursor_gives_exactly_the_visible_rows(api, street_leader, grids, ordering):
    seen = walk(api(street_leader), f"{AREAS}?page_size=7&ordering={ordering}")

    assert seen == list(
        Area.objects.visible_to(street_leader).order_by(ordering).values_list("id", flat=True)
    )


def test_walking_back_gives_the_same_rows(api, street_leader, grids):
    client = api(street_leader)
    first = client.get(f"{AREAS}?page_size=10&ordering=id").json()
    second = client.get(first["next"]).json()

    back = client.get(second["previous"]).json()

    assert back["results"] == first["results"]
    assert back["previous"] is None
    assert client.get(back["next"]).json()["results"] == second["results"]


def test_a_page_holds_at_most_200_rows(api, street_leader, community):
    for n in range(205):
        make_area(community, f"990101001001X{n:03}", f"网格{n}", "grid")

    assert len(api(street_leader).get(AREAS, {"page_size": 5000}).json()["results"]) == 200


def test_a_filter_narrows(api, street_leader, grids, street):
    answer = api(street_leader).get(AREAS, {"kind__in": "street,city"}).json()

    assert [row["kind"] for row in answer["results"]] == ["city", "street"]


def test_search_finds_by_name(api, street_leader, grids):
    assert [row["name"] for row in api(street_leader).get(AREAS, {"search": "格105"}).json()["results"]] == [
        "网格105"
    ]


def test_who_holds_no_view_permission_sees_an_empty_list(api, grid_worker, security_admin):
    assert api(grid_worker).get("/api/v1/accounts/posts/").json() == {
        "next": None,
        "previous": None,
        "results": [],
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"), ("kind=moon", "kind"), ("depth=many", "depth"), ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"), ("page_size=９", "page_size"), ("ordering=boundary", "ordering"),
        ("cursor=abc", "cursor"), ("cursor=%00", "cursor"), ("search=%00", "search"), ("code=%00", "code"),
        ("page_size=1e9", "page_size"), ("format=xml", "format"), ("depth=1e9999", "depth"), ("depth=NaN", "depth"),
    ],
)  # fmt: skip
def test_bad_parameters_are_refused_by_name(api, street_leader, query, field):
    answer = api(street_leader).get(f"{AREAS}?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field


def test_a_cursor_belongs_to_its_ordering(api, street_leader, grids):
    client = api(street_leader)
    at = client.get(AREAS, {"ordering": "id", "page_size": 2}).json()["next"]

    assert client.get(at.replace("ordering=id", "ordering=code")).status_code == 400


def test_an_unknown_filter_is_answered_by_this_document(api, street_leader):
    known = "kind、kind__in、code、code__startswith、depth"

    assert api(street_leader).get(AREAS, {"colour": "red"}).json() == {
        "type": "urn:jiedao:problem:InvalidInput",
        "title": "请求有误",
        "status": 400,
        "detail": "这个列表没有“colour”这个筛选条件。",
        "errors": [{"field": "colour", "message": "没有这个筛选条件", "cure": f"可用的有：{known}"}],
    }


@pytest.mark.parametrize("rows", [1, 50, 200])
def test_a_list_takes_three_queries_for_any_number_of_rows(api, street_leader, community, rows,
                                                           django_assert_num_queries):  # fmt: skip
    for n in range(rows):
        make_area(community, f"990101001001X{n:03}", f"网格{n}", "grid")
    client = api(street_leader)
    client.get(AREAS)

    with django_assert_num_queries(3):
        client.get(AREAS, {"page_size": rows, "kind": "grid"})
