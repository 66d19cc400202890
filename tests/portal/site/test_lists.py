"""Lists: scoped, filtered in the URL, paged by keyset, the same queries whatever the size."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.attachments.models import Document
from portal.records.keyset import Ordering, page_of

LIST = "/desk/documents/"


def titles(response) -> list[str]:
    return re.findall(r'class="open"[^>]*>([^<]+)<', response.content.decode())


def link(response, word: str) -> str | None:
    found = re.search(
        rf'<a class="btn" href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?{word}', response.content.decode()
    )
    return found and found[1].replace("&amp;", "&")


def test_shows_what_the_user_may_see_and_nothing_else(
    as_user, community_clerk, community, other_community, keep
):
    keep(community, 2, "甲社区通知")
    keep(other_community, 2, "乙社区通知")
    assert titles(as_user(community_clerk).get(LIST)) == ["甲社区通知2", "甲社区通知1"]


@pytest.mark.parametrize("size", [1, 50, 200])
def test_costs_the_same_few_queries_whatever_the_size(as_user, economy_clerk, street, keep, size):
    keep(street, 210)
    browser = as_user(economy_clerk)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(LIST, {"page_size": size})
    assert len(titles(response)) == size
    assert len(queries) <= 6


def test_one_row_and_thirty_cost_the_same(as_user, economy_clerk, street, keep):
    browser, costs = as_user(economy_clerk), []
    keep(street, 1)
    browser.get(LIST)
    for more in (0, 29):
        keep(street, more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_next_and_previous_walk_the_whole_list_both_ways(as_user, economy_clerk, street, keep):
    keep(street, 25)
    browser = as_user(economy_clerk)
    pages = [browser.get(LIST, {"page_size": 10})]
    while address := link(pages[-1], "下一页"):
        pages.append(browser.get(address))
    assert [len(titles(page)) for page in pages] == [10, 10, 5]
    back = browser.get(link(pages[2], "上一页"))
    assert titles(back) == titles(pages[1])


def test_a_cursor_stays_where_it_was_when_rows_are_added(as_user, economy_clerk, street, keep):
    keep(street, 20)
    browser = as_user(economy_clerk)
    first = browser.get(LIST, {"page_size": 10})
    second = titles(browser.get(link(first, "下一页")))
    keep(street, 5, "新通知")
    assert titles(browser.get(link(first, "下一页"))) == second


@pytest.mark.parametrize("name", ["dated_on", "-dated_on"])
def test_rows_without_a_value_have_their_place(street, keep, name):
    keep(street, 20)
    ordering, wanted = Ordering(Document, name), []
    sign = "-" if name.startswith("-") else ""
    expected = list(Document.objects.order_by(name, f"{sign}pk").values_list("pk", flat=True))
    cursor = None
    while True:
        page = page_of(Document.objects.all(), ["title"], ordering=ordering, size=3, cursor=cursor)
        wanted += [row[-1] for row in page.rows]
        if not (cursor := page.next):
            break
    assert wanted == expected
    back = page_of(Document.objects.all(), ["title"], ordering=ordering, size=3, cursor=page.previous)
    rest = len(page.rows)
    assert [row[-1] for row in back.rows] == expected[-rest - 3 : -rest]


def test_filters_stay_in_the_address(as_user, economy_clerk, street, keep):
    keep(street, 30)
    response = as_user(economy_clerk).get(LIST, {"dated_on__gte": "2018-01-03", "page_size": 5})
    assert "dated_on__gte=2018-01-03" in link(response, "下一页")
    assert 'value="2018-01-03"' in response.content.decode()


def test_search_finds_two_characters(as_user, economy_clerk, street, keep):
    keep(street, 3, "危废台账")
    keep(street, 3, "通知")
    assert titles(as_user(economy_clerk).get(LIST, {"q": "危废"})) == ["危废台账3", "危废台账2", "危废台账1"]


def test_an_empty_list_says_what_to_do(as_user, economy_clerk):
    assert "还没有来源文件。" in as_user(economy_clerk).get(LIST).content.decode()


def test_nothing_found_offers_to_clear_the_filters(as_user, economy_clerk, street, keep):
    keep(street, 2)
    page = as_user(economy_clerk).get(LIST, {"q": "火箭"}).content.decode()
    assert "没有符合条件的记录" in page
    assert f'href="{LIST}">清除筛选' in page


def test_htmx_gets_only_the_rows(as_user, economy_clerk, street, keep):
    keep(street, 2)
    response = as_user(economy_clerk).get(LIST, headers={"HX-Request": "true"})
    assert titles(response) == ["通知2", "通知1"]
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_the_count_stops_at_ten_thousand(as_user, economy_clerk, street, keep, monkeypatch):
    monkeypatch.setattr("portal.site.lists.COUNT_CAP", 20)
    keep(street, 30)
    assert "共 20+ 条" in as_user(economy_clerk).get(LIST, {"page_size": 10}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"page_size": "0"},
        {"page_size": "201"},
        {"page_size": "0000010000"},
        {"page_size": "x"},
        {"ordering": "sha256"},
        {"cursor": "x"},
    ],
)
def test_what_the_list_does_not_offer_is_refused_in_words(as_user, economy_clerk, query):
    response = as_user(economy_clerk).get(LIST, query)
    assert response.status_code == 400
    assert "请求有误" in response.content.decode()


def test_a_malformed_filter_is_told_beside_the_list(as_user, economy_clerk):
    response = as_user(economy_clerk).get(LIST, {"dated_on__gte": "2018-13-01"})
    assert response.status_code == 400
    assert "成文日期从：“2018-13-01”不是日期，日期形如 2018-03-01。" in response.content.decode()


def test_an_unknown_filter_is_told_and_nothing_is_shown(as_user, economy_clerk, street, keep):
    keep(street, 2)
    response = as_user(economy_clerk).get(LIST, {"colour": "red"})
    assert response.status_code == 400
    assert "地址里的“colour”不是这个列表的筛选条件" in response.content.decode()
    assert titles(response) == []


def test_a_value_given_twice_is_either(as_user, economy_clerk, community, other_community, street, keep):
    keep(community, 1, "甲")
    keep(other_community, 1, "乙")
    keep(street, 1, "丙")
    asked = {"area__exact": [community.pk, other_community.pk]}
    assert titles(as_user(economy_clerk).get(LIST, asked)) == ["乙1", "甲1"]


def test_a_post_without_the_permission_is_refused(as_user, grid_worker):
    response = as_user(grid_worker).get(LIST)
    assert response.status_code == 403
    assert "您的岗位不能查看“来源文件”" in response.content.decode()


def test_cells_are_escaped(as_user, economy_clerk, street, keep):
    keep(street, 1, "<script>alert(1)</script>")
    assert b"<script>alert" not in as_user(economy_clerk).get(LIST).content
