"""Whether the portal answers, asked the way anybody would."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from portal.demo.telling import Died, say

ANSWERS_WITHIN = 120
READY_WITHIN = 30


def await_ready(base: str, check: Callable[[], None]) -> None:
    """Wait for `/healthz`, then for `/readyz`; says what is still missing after half a minute and goes on.

    `check` raises when a process has died.
    """
    if not _wait(f"{base}healthz", ANSWERS_WITHIN, check):
        raise Died("网页迟迟没有应答。")
    if not _wait(f"{base}readyz", READY_WITHIN, check):
        say(f"注意，就绪检查还有没通过的：{_missing(f'{base}readyz')}")


def _wait(url: str, seconds: float, check: Callable[[], None]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        check()
        if _ask(url)[0] == 200:
            return True
        time.sleep(0.2)
    return False


def _missing(url: str) -> str:
    try:
        checks = json.loads(_ask(url)[1])["checks"]
    except (ValueError, KeyError):
        return "没有应答"
    return "；".join(f"{name}：{answer}" for name, answer in checks.items() if answer != "ok")


def _ask(url: str) -> tuple[int, bytes]:
    # A proxy that the machine is set to must not be asked for this machine's own pages.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()
    except OSError:
        return 0, b""
