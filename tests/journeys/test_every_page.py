"""Every page that a link leads to, with the sample street behind it: readable by all, at any width, in Chinese.

Pages are found by following links, one page for each address pattern, so that a new page is looked at
without being named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Error, Page

from portal.accounts.models import User
from tests.browser import barriers, fits_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STARTS = {
    "public": (None, "/", ["/", "/login/", "/nowhere/"]),
    "economy_clerk": ("economy_clerk", "/desk/", ["/desk/"]),
    "auditor": ("auditor", "/desk/", ["/desk/", "/desk/audit/verify/"]),
    "auditor's back office": ("auditor", "/admin/", ["/admin/"]),
    "system administrator": ("admin", "/admin/", ["/admin/"]),
    "security administrator": ("security_admin", "/admin/", ["/admin/"]),
}
# Files, addresses for programs, and the way out.
NOT_PAGES = re.compile(
    r"logout|api|healthz|readyz|schema|download|template|feed|file|manifest|feed|jsi18n|elder|autocomplete"
)
# Names of formats and parts that have no other name.
ENGLISH = frozenset(
    {"CSV", "XLSX", "XLS", "ODS", "JSON", "PDF", "DOCX", "API", "SHA", "HTML", "GeoJSON", "OpenAPI", "Excel"}
    | {"WGS", "GCJ", "CGCS", "EPSG", "TOTP"}
)
WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{3,}(?![\w@/:-])")


@pytest.fixture
def sample(transactional_db, settings, tmp_path) -> None:
    """The sample street, as the demo has it."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)


@pytest.mark.parametrize("who", STARTS)
def test_pages(who, sample, context, page):
    username, below, starts = STARTS[who]
    if username:
        log_in(page, username)
    faults = [fault for address in pages(page, starts, below) for fault in look(page, context, address)]
    assert faults == [], "\n".join(faults)


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def pages(page: Page, starts: list[str], below: str) -> Iterator[str]:
    """Open one page after another, following links `below` an address; the page stands open meanwhile."""
    waiting, seen = list(starts), set()
    while waiting:
        address = waiting.pop(0)
        name = pattern(address)
        if name in seen or NOT_PAGES.search(name):
            continue
        seen.add(name)
        try:
            page.goto(address)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        links = page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        parts = [urlsplit(link) for link in links]
        own = urlsplit(page.url).netloc
        waiting += [
            f"{one.path}?{one.query}" for one in parts if one.netloc == own and one.path.startswith(below)
        ]
        yield address


def pattern(address: str) -> str:
    """The name of the address pattern; an address without one is its own."""
    try:
        return resolve(urlsplit(address).path).view_name or address
    except Resolver404:
        return address


def look(page: Page, context: BrowserContext, address: str) -> Iterator[str]:
    """What is wrong with the page, in words."""
    if page.title() == "" or page.locator("h1").count() != 1:
        yield f"{address}：没有标题，或者不是恰好一个 h1"
    if english := sorted(set(WORD.findall(visible_text(page))) - known_words()):
        yield f"{address}：没有译成中文：{english}"
    # The back office is for staff at their desks and has no elder mode.
    for mode in ("",) if address.startswith("/admin/") else ("", "（长者模式）"):
        if mode:
            context.add_cookies([{"name": "elder", "value": "1", "url": page.url}])
            page.goto(address)
        yield from (f"{address}{mode}：{fault}" for fault in barriers(page))
        if not fits_a_phone(page):
            yield f"{address}{mode}：手机上要左右滚动"
    context.clear_cookies(name="elder")


def known_words() -> set[str]:
    """Formats and systems that have no other name, in either case, and the names people log in with."""
    return {*ENGLISH, *map(str.lower, ENGLISH), *User.objects.values_list("username", flat=True)}


def visible_text(page: Page) -> str:
    """What a reader sees, without what stands there as it was typed."""
    return page.evaluate(
        """() => {
            const copy = document.body.cloneNode(true)
            copy.querySelectorAll('code, pre, script, style, option, .material-symbols-outlined, [data-verbatim]').forEach(one => one.remove())
            document.body.append(copy)
            const text = copy.innerText
            copy.remove()
            return text
        }"""
    )
