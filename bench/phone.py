"""How long a page keeps a slow phone busy: Chromium at 390 pixels, its processor slowed four times."""

from __future__ import annotations

import os
import sys
from typing import Any

CHROMIUM = os.environ.get("JIEDAO_BROWSER") or "/usr/bin/chromium"
SLOWED = 4
SETTLED_MS = 4_000
# Tasks of more than 50 ms, told by the browser itself from the first moment of the page.
OBSERVE = """
    window.longTasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => {
        window.longTasks.push([startTime, duration]);
    })).observe({ type: "longtask", buffered: true });
"""


def longest_tasks(port: int, address: str, session: str, *, visits: int) -> list[float]:
    """The longest task of each of so many visits, in milliseconds: opening, then zooming, dragging and touching.

    Empty when there is no Chromium.
    """
    if not os.path.exists(CHROMIUM):
        print(f"没有 {CHROMIUM}，手机上的测量略过；用 JIEDAO_BROWSER 指明浏览器", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright

    from tests.browser import FLAGS, PHONE

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=f"http://localhost:{port}", locale="zh-CN", viewport=PHONE,
                                      device_scale_factor=2, is_mobile=True, has_touch=True)  # fmt: skip
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://localhost:{port}"}])
        tasks = [_visit(context, address) for _ in range(visits + 1)][1:]  # the first one fills the cache
        browser.close()
    return tasks


def _visit(context: Any, address: str) -> float:
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    protocol.send("Page.enable")
    protocol.send("Page.addScriptToEvaluateOnNewDocument", {"source": OBSERVE})
    page.goto(address)
    page.wait_for_timeout(SETTLED_MS)
    for act in (_zoom_in, _drag, _touch):
        act(page)
        page.wait_for_timeout(SETTLED_MS / 2)
    tasks = page.evaluate("window.longTasks")
    page.close()
    return max((duration for _, duration in tasks), default=0.0)


def _zoom_in(page: Any) -> None:
    page.locator(".leaflet-control-zoom-in").tap()


def _drag(page: Any) -> None:
    page.locator("[data-map]").scroll_into_view_if_needed()
    box = page.locator("[data-map]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y - 60, steps=8)
    page.mouse.up()


def _touch(page: Any) -> None:
    box = page.locator("[data-map]").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
