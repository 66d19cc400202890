"""A real browser for any test: a live server, Chromium, logging in, accessibility, pictures.

    @pytest.mark.browser
    def test_clerk_reports(page, log_in, check_accessibility): ...

Pictures are taken only when JIEDAO_SCREENSHOTS names a folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal.accounts.models import User
from tests.cast import PASSWORD

CHROMIUM = os.environ.get("JIEDAO_BROWSER", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--lang=zh-CN",
]  # fmt: skip
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FOCUSED = """(() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    return (label ? label.innerText : one.getAttribute("aria-label") || one.innerText || "").split("\\n")[0].trim();
})()"""
AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's sync API runs inside an event loop


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """A fresh browser profile on the live server."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails when the browser reports an error or refuses to run something."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}：{error}"))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security" in message.text else None,
    )
    yield page
    assert complaints == []


@pytest.fixture
def log_in(page: Page) -> Callable[[User], Page]:
    """Log in through the login page, as a person does."""

    def through_the_page(user: User, password: str = PASSWORD) -> Page:
        page.goto("/login/")
        page.fill("[name=username]", user.username)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/**")
        return page

    return through_the_page


@pytest.fixture
def desk_of(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """A person at a browser of their own, logged in: `desk_of("economy_clerk", password)`."""
    contexts = []

    def sit_down(username: str, password: str = PASSWORD) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport=DESKTOP)
        contexts.append(context)
        page = context.new_page()
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/**")
        return page

    yield sit_down
    for context in contexts:
        context.close()


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Go on with the Tab key until what is called `name` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"Tab 键走了 {most} 步也没有走到“{name}”")


def take_step(page: Page, verb: str) -> None:
    """Press the button of a step on a record's page, and confirm it where that is asked."""
    page.get_by_role("link", name=verb, exact=True).or_(
        page.get_by_role("button", name=verb, exact=True)
    ).first.click()
    confirm = page.locator("form.form").get_by_role("button", name=verb, exact=True)
    if confirm.count():
        confirm.click()


@pytest.fixture
def elder_mode(context: BrowserContext, live_server) -> None:
    """The browser asked for elder mode."""
    context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])


def barriers(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands."""
    # The page's own policy keeps it from loading anything; the checker comes in from outside.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}：{one['help']}：{[node['html'][:300] for node in one['nodes']][:3]}" for one in found
    ]


def check_accessibility(page: Page) -> None:
    """No violation that axe-core can find on the page as it stands."""
    told = barriers(page)
    assert told == [], "\n".join(told)


def take_picture(page: Page, name: str) -> None:
    """Pictures of the page on a desktop and on a phone, when a folder is named for them."""
    folder = os.environ.get("JIEDAO_SCREENSHOTS")
    if not folder:
        return
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(DESKTOP)


def fits_a_phone(page: Page) -> bool:
    """Whether nothing scrolls sideways on a phone but what scrolls inside itself, once charts have been redrawn."""
    page.set_viewport_size(PHONE)
    for _ in range(20):
        fits = page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if fits:
            break
        page.wait_for_timeout(100)
    page.set_viewport_size(DESKTOP)
    return fits


def check_width(page: Page) -> None:
    """Nothing scrolls sideways on a phone but what scrolls inside itself."""
    assert fits_a_phone(page)
