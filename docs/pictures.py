"""Takes the pictures of the README and the manual again, from a running demo.

bin/demo --port 8000 &
.venv/bin/python docs/pictures.py http://127.0.0.1:8000 [folder]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = os.environ.get("DEMO_PASSWORD", "jiedao-demo-2026")
HERE = Path(__file__).resolve().parent
DESKTOP, PHONE = (1280, 860), (390, 844)

# name, account, address, size
PAGES = (
    ("offices", "", "/", DESKTOP),
    ("public", "", "/410106004000/", DESKTOP),
    ("login", "", "/login/", DESKTOP),
    ("desk", "section_chief", "/desk/", DESKTOP),
    ("board", "street_leader", "/desk/economy/", DESKTOP),
    ("phone", "street_leader", "/desk/economy/", PHONE),
    ("reports", "economy_clerk", "/desk/economy/reports/", DESKTOP),
    ("report-form", "economy_clerk", "/desk/economy/reports/new/", DESKTOP),
    ("bulletin", "street_leader", "/desk/bulletin/2018-03/", DESKTOP),
    ("export", "auditor", "/desk/exports/new/?export=economy.reports", DESKTOP),
    ("verify", "auditor", "/desk/audit/verify/", DESKTOP),
    ("calendar", "admin", "/desk/calendar/", DESKTOP),
    ("admin", "security_admin", "/admin/accounts/user/", DESKTOP),
    ("funnel", "street_leader", "/desk/economy/funnel/", DESKTOP),
    ("project", "economy_clerk", "/desk/economy/projects/10/", DESKTOP),
    ("funds", "economy_clerk", "/desk/economy/funds/", DESKTOP),
    ("map", "street_leader", "/desk/economy/map/", DESKTOP),
    ("enterprises", "economy_clerk", "/desk/governance/enterprises/", DESKTOP),
    ("elder", "street_leader", "/desk/economy/", DESKTOP),
)


def main(base: str, folder: Path) -> None:
    """Log in as each account and keep each page as a PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("JIEDAO_BROWSER", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, account, address, size in PAGES:
            page = open_page(browser, base, account, size)
            if name == "elder":
                page.goto(f"{base}/elder/on/?next={address}")
            page.goto(base + address)
            keep(page, folder / f"{name}.png")
        import_pages(open_page(browser, base, "economy_clerk", DESKTOP), base, folder)


def open_page(browser: Browser, base: str, account: str, size: tuple[int, int]) -> Page:
    """A fresh window, logged in as `account` when one is named."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    if account:
        page.goto(f"{base}/login/")
        page.fill("[name=username]", account)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/desk/**")
    return page


def import_pages(page: Page, base: str, folder: Path) -> None:
    """The monthly form as it is checked before anything is written; then cancelled."""
    form = HERE.parent / "tests" / "data" / "office-forms" / "2018年1-3月主要经济指标.xlsx"
    page.goto(f"{base}/desk/imports/new/economy.monthly/")
    keep(page, folder / "import-new.png")
    page.set_input_files("input[type=file]", form)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    page.wait_for_timeout(1500)
    keep(page, folder / "import.png")


def keep(page: Page, path: Path) -> None:
    """The part of the page one sees first."""
    page.wait_for_timeout(700)
    page.screenshot(path=path)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "images")
