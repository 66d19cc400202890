"""A session that ends in a real browser: nothing stays to be seen, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from economy.models import Indicator, IndicatorReport
from portal.attachments.models import Document
from tests.browser import CHROMIUM, FLAGS, check_accessibility
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


@pytest.fixture
def typed(street, economy_clerk, log_in) -> Page:
    """A new figure, typed and not sent yet."""
    Indicator.objects.create(area=street, code="revenue", name="财政收入", unit="万元", caliber="whole_area")
    page = log_in(economy_clerk)
    page.goto(NEW)
    page.select_option("[name=indicator]", label="财政收入")
    page.fill("[name=period]", "2018-03")
    page.select_option("[name=area]", index=1)
    page.fill("[name=cum_value]", "3000")
    page.fill("[name=note]", "已与财政所核对")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()


@pytest.mark.parametrize("lost", ["sessionid", "sessionid|csrftoken"])
def test_after_logging_in_again_one_is_back_in_the_form_filled(typed, economy_clerk, lost):
    typed.context.clear_cookies(name=re.compile(lost))
    save(typed)
    expect(typed.get_by_text("刚才的内容没有提交")).to_be_visible()
    log_in_again(typed, economy_clerk)
    assert typed.url.endswith(NEW)
    expect(typed.locator("#draft-notice")).to_contain_text("已恢复")
    save(typed)
    typed.wait_for_url(lambda url: "/new/" not in url)
    assert IndicatorReport.objects.values_list("note", "cum_value").get() == ("已与财政所核对", 3000)
    assert kept_drafts(typed) == []


@pytest.mark.parametrize(
    "answer", [{"status": 500}, {"status": 502, "body": "bad gateway"}, {"status": 200, "body": "ok"}]
)
def test_a_draft_is_kept_until_the_server_says_it_was_taken(typed, answer):
    typed.route(
        "**/new/",
        lambda route: route.fulfill(**answer) if route.request.method == "POST" else route.continue_(),
    )
    save(typed)
    typed.wait_for_timeout(300)
    typed.goto("/desk/")
    typed.goto(NEW)
    assert typed.input_value("[name=note]") == "已与财政所核对"


def test_a_form_page_with_a_lapsed_token_comes_back_filled(typed, live_server):
    spoil_token(typed, live_server)
    save(typed)
    expect(typed.get_by_text("您填的都还在")).to_be_visible()
    assert not IndicatorReport.objects.exists()
    save(typed)
    typed.wait_for_url(lambda url: "/new/" not in url)
    assert IndicatorReport.objects.get().note == "已与财政所核对"
    assert kept_drafts(typed) == []


def test_any_other_form_is_sent_again_by_one_more_button(street, audit_admin, log_in, live_server):
    page = log_in(audit_admin)
    page.goto("/desk/audit/verify/")
    page.fill("[name=expected]", "不是封存号")
    spoil_token(page, live_server)
    page.locator("form:has([name=expected]) button").click()
    expect(page.get_by_role("heading", name="请再提交一次")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="再提交一次").click()
    expect(page.locator("[name=expected]")).to_have_value("不是封存号")


def spoil_token(page: Page, live_server) -> None:
    """As when somebody logged in again in another tab meanwhile."""
    page.context.add_cookies([{"name": "csrftoken", "value": "y" * 32, "url": live_server.url}])


def test_two_tabs_keep_their_own_drafts(typed, street):
    other = typed.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(NEW)
    other.fill("[name=note]", "另一页里写的")
    save(typed)
    typed.wait_for_url(lambda url: "/new/" not in url)
    other.goto("/desk/")
    other.goto(NEW)
    assert other.input_value("[name=note]") == "另一页里写的"
    assert kept_drafts(typed) == []


def kept_drafts(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft'))")


def test_the_back_office_keeps_what_was_typed_too(page, admin_user, street):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/accounts/area/add/")
    log_in_again(page, admin_user)
    page.fill("[name=name]", "新社区")
    page.context.clear_cookies(name="sessionid")
    page.locator("button[name=_save]").click()
    log_in_again(page, admin_user)
    assert page.url.endswith("/admin/accounts/area/add/")
    assert page.input_value("[name=name]") == "新社区"
    expect(page.get_by_text("已恢复您上次没有保存的内容")).to_be_visible()
    page.get_by_role("button", name="清除草稿").click()
    assert page.input_value("[name=name]") == ""


def test_files_are_named_among_what_is_to_be_given_again(street, economy_clerk, log_in):
    page = log_in(economy_clerk)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/desk/economy/parcels/new/")
    page.fill("[name=name]", "西关地块")
    page.goto("/desk/")
    page.goto("/desk/economy/parcels/new/")
    expect(page.locator("#draft-notice")).to_contain_text("文件没有保留，请重新填写、选择。")
