"""Reported figures on pages: found, narrowed, shown with their other revisions, corrected from where they stand."""

from __future__ import annotations

import pytest

from economy.reports.actions import save_report
from tests.economy.conftest import draft

pytestmark = pytest.mark.django_db
LIST = "/desk/economy/reports/"


@pytest.fixture
def browse(client):
    """The page at an address as somebody sees it."""

    def page(user, address: str, asked: dict | None = None) -> str:
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client.get(address, asked or {}).content.decode()

    return page


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"period__gte": "2018-03"}, True),
        ({"period__gte": "2018-04"}, False),
        ({"period__lte": "2018-02"}, False),
        ({"state": ["draft", "submitted"]}, True),
        ({"is_current": "true"}, False),
    ],
)
def test_the_list_is_narrowed(browse, economy_clerk, report, asked, is_found):
    assert ("共 1 条" in browse(economy_clerk, LIST, asked)) == is_found


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2018-13"}, "不是月份"),
        ({"period_from": "2018-01"}, "不是这个列表的筛选条件"),
        ({"is_current": "yes"}, "看不懂"),
    ],
)
def test_what_does_not_read_is_refused_in_words(client, economy_clerk, report, asked, told):
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    answer = client.get(LIST, asked)

    assert (answer.status_code, told in answer.content.decode()) == (400, True)


def test_indicators_are_offered_by_name(browse, economy_clerk, report):
    assert f'<option value="{report.indicator_id}">财政收入</option>' in browse(economy_clerk, LIST)


def test_a_draft_is_changed_and_a_published_figure_corrected(browse, economy_clerk, report, publish):
    before = browse(economy_clerk, report.get_absolute_url())
    publish(report)
    after = browse(economy_clerk, report.get_absolute_url())

    correcting = f'href="/desk/economy/reports/new/?correct={report.pk}"'
    assert (f"{report.get_absolute_url()}edit/" in before, correcting in before) == (True, False)
    assert (f"{report.get_absolute_url()}edit/" in after, correcting in after) == (False, True)


def test_a_revision_leads_to_the_others(browse, economy_clerk, report, publish, revenue, street):
    publish(report)
    second = save_report(
        draft(revenue, street, "2018-03", "2900", correction_reason="退库核减"), by=economy_clerk
    )
    publish(second)

    pages = [browse(economy_clerk, one.get_absolute_url()) for one in (report, second)]
    assert ["其他版次" in page for page in pages] == [True, True]
    assert (second.get_absolute_url() in pages[0], report.get_absolute_url() in pages[1]) == (True, True)
    assert ("更正理由" in pages[0], "更正理由" in pages[1]) == (False, True)
