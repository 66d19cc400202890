"""What was typed into a form is found again in the same tab, until it is sent or cleared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from economy.indicators.models import Indicator
from economy.reports.models import IndicatorReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/desk/economy/reports/new/"


@pytest.fixture
def form(street, economy_clerk, log_in) -> Page:
    """A new figure, with a note typed and the page left."""
    Indicator.objects.create(area=street, code="revenue", name="财政收入", unit="万元", caliber="whole_area")
    page = log_in(economy_clerk)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(NEW)
    page.fill("[name=note]", "已与财政所核对")
    page.goto("/desk/")
    page.goto(NEW)
    return page


def test_the_draft_is_back_and_says_so(form):
    expect(form.locator("#draft-notice")).to_contain_text("已恢复")
    assert form.input_value("[name=note]") == "已与财政所核对"


def test_a_cleared_draft_stays_cleared(form):
    form.get_by_role("button", name="清除草稿").click()
    assert form.input_value("[name=note]") == ""
    form.reload()
    expect(form.locator("#draft-notice")).to_be_hidden()


def test_what_was_sent_is_no_draft(form, street):
    form.select_option("[name=indicator]", label="财政收入")
    form.fill("[name=period]", "2018-03")
    form.select_option("[name=area]", index=1)
    form.fill("[name=cum_value]", "3000")
    form.get_by_role("button", name="保存").click()
    form.wait_for_url(lambda url: "/new/" not in url)
    assert IndicatorReport.objects.get().note == "已与财政所核对"
    form.goto(NEW)
    assert form.input_value("[name=note]") == ""
