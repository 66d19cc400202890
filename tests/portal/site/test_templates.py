"""What every template keeps: no script, style or handler written into a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(
    path for path in ROOT.rglob("*.html") if path.relative_to(ROOT).parts[0] not in {"admin", "unfold"}
)
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I),
    "an inline style": re.compile(r"<style|\sstyle=", re.I),
    "an inline handler": re.compile(r"\son[a-z]+=[\"']", re.I),
    "a foreign address": re.compile(r"(?:src|href)=[\"']https?://", re.I),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
@pytest.mark.parametrize("what", FORBIDDEN)
def test_pages_carry_no(path: Path, what: str):
    assert not FORBIDDEN[what].search(path.read_text(encoding="utf-8")), f"{path.name} carries {what}"


def test_every_icon_asked_for_is_there():
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
    asked = set()
    for path in ROOT.rglob("*.html"):
        asked |= set(re.findall(r'{% icon "([^"]+)" %}', path.read_text(encoding="utf-8")))
    base = Path(settings.BASE_DIR)
    for path in [
        *base.glob("*/navigation.py"),
        *base.glob("portal/*/navigation.py"),
        *base.glob("portal/site/*.py"),
    ]:
        asked |= set(re.findall(r'icon(?:=|\()"([^"]+)"', path.read_text(encoding="utf-8")))
    assert asked <= symbols
