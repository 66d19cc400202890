"""A session that ends in a real browser: nothing stays to be seen, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from portal.attachments.models import Document
from tests.browser import CHROMIUM, FLAGS
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/desk/documents/"
NEW = "/desk/economy/reports/new/"


@pytest.fixture
def everyday_page(browser, live_server) -> Iterator[Page]:
    """A page of a browser that keeps left pages for Back, as everybody's does (Playwright's own does not)."""
    everyday = browser.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield everyday.new_page(base_url=live_server.url, locale="zh-CN")
    everyday.close()


@pytest.fixture
def documents(street) -> None:
    Document.objects.create(area=street, title="机密台账")


def log_in_again(page: Page, user) -> None:
    page.wait_for_url("**/login/**")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def test_back_after_logging_out_shows_the_login(everyday_page, documents, economy_clerk):
    page = everyday_page
    page.goto("/login/")
    log_in_again(page, economy_clerk)
    page.goto(LIST)
    expect(page.get_by_text("机密台账")).to_be_visible()
    page.locator("form[action='/logout/'] button").click()
    page.wait_for_url(lambda url: "/desk/" not in url)
    page.go_back()
    page.wait_for_url("**/login/**")
    assert "机密台账" not in page.content()


def test_a_list_without_a_session_sends_the_whole_window_to_the_login(documents, economy_clerk, log_in):
    page = log_in(economy_clerk)
    page.goto(LIST)
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=q]", "台账")
    page.press("[name=q]", "Enter")
    log_in_again(page, economy_clerk)
    assert page.url.endswith(LIST)
    expect(page.locator("tbody .open")).to_have_text("机密台账")
