"""The shell in a real browser: every page works on a desktop and a phone, in normal and elder mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.attachments.models import Document
from portal.site.models import Office
from tests.browser import PHONE, check_accessibility, check_width, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "home": "/",
    "login": "/login/",
    "missing": "/nowhere/",
}
DESK_PAGES = {
    "desk": "/desk/",
    "documents": "/desk/documents/",
    "nothing-found": "/desk/documents/?q=火箭",
    "explanation": "/desk/explain/yoy/?current=5&base=4",
}


@pytest.fixture
def documents(street) -> list[Document]:
    Office.objects.create(area=street, name="样例街道办事处", phone="12345")
    return [Document.objects.create(area=street, title=f"{n}月报表", quote="危废台账") for n in range(1, 13)]


def look(page: Page, name: str, address: str) -> None:
    page.goto(address)
    check_accessibility(page)
    check_width(page)
    take_picture(page, name)


@pytest.mark.parametrize("name", PAGES)
def test_public_pages(page, documents, name):
    look(page, name, PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_in_elder_mode(page, documents, elder_mode, name):
    look(page, f"{name}-elder", PAGES[name])


def test_desk_pages(page, documents, economy_clerk, log_in):
    log_in(economy_clerk)
    for name, address in {**DESK_PAGES, "document": documents[0].get_absolute_url()}.items():
        look(page, name, address)


def test_desk_pages_in_elder_mode(page, documents, economy_clerk, log_in, elder_mode):
    log_in(economy_clerk)
    for name, address in {**DESK_PAGES, "document": documents[0].get_absolute_url()}.items():
        look(page, f"{name}-elder", address)


def test_elder_mode_has_large_targets_and_the_phone_in_sight(page, documents, elder_mode):
    page.goto("/")
    heights = page.eval_on_selector_all(
        ".masthead a, .elder-bar a", "links => links.map(a => a.offsetHeight)"
    )
    assert min(heights) >= 60
    assert page.locator(".elder-bar").get_by_text("12345").is_visible()


def test_searching_swaps_the_rows_and_the_address(page, documents, economy_clerk, log_in):
    log_in(economy_clerk)
    page.goto("/desk/documents/")
    page.fill("[name=q]", "12月")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**q=12*")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 1")
    assert page.locator("tbody .open").all_inner_texts() == ["12月报表"]


def test_the_menu_opens_on_a_phone(page, documents, economy_clerk, log_in):
    log_in(economy_clerk)
    page.set_viewport_size(PHONE)
    assert not page.locator("#menu").is_visible()
    page.get_by_role("link", name="菜单", exact=True).click()
    page.locator("#menu").get_by_role("link", name="来源文件").click()
    page.wait_for_url("**/desk/documents/")


def test_everything_works_without_scripts(browser, live_server, documents, economy_clerk):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", economy_clerk.username)
    page.fill("[name=password]", "Jiedao-test-2026")
    page.press("[name=password]", "Enter")
    page.goto("/desk/documents/")
    page.fill("[name=q]", "12月")
    page.get_by_role("button", name="查询").click()
    assert page.locator("tbody .open").all_inner_texts() == ["12月报表"]
    context.close()
