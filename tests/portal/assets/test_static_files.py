"""Static files: hashed, compressed, kept for a year; collected quickly and only once."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import RequestFactory

from portal.assets.middleware import StaticFiles

ROOT = Path(project.BASE_DIR)
A_YEAR = 365 * 24 * 3600
NAMED = re.compile(r"""\bstatic[( ]\s*['"]([^'"{]+)['"]""")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def collected(settings, folder) -> Path:
    """The files as `collectstatic` leaves them; run once, and once more by each test that follows."""
    settings.STATIC_ROOT = folder
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.assets.storage.HashedStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def asked(path: str, **headers: str):
    return StaticFiles(lambda request: None)(RequestFactory().get(path, headers=headers))


def test_every_file_a_page_names_is_collected(collected):
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "portal").rglob("*.py")]
    names = {name for path in sources for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(names) > 20
    assert sorted(names - staticfiles_storage.hashed_files.keys()) == []


def test_a_hashed_file_is_kept_for_a_year_and_goes_out_compressed(collected):
    url = staticfiles_storage.url("css/base.css")
    answer = asked(url, **{"Accept-Encoding": "gzip"})
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", url)
    assert answer["Cache-Control"] == f"max-age={A_YEAR}, public, immutable"
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer.streaming_content)) == (ROOT / "static/css/base.css").read_bytes()


def test_a_plain_name_is_asked_for_again(collected):
    assert "immutable" not in asked("/static/css/base.css")["Cache-Control"]


def test_links_between_files_lead_to_hashed_names(collected):
    broken = []
    for name in filter(lambda name: name.endswith(".css"), staticfiles_storage.hashed_files):
        path = collected / staticfiles_storage.stored_name(name)
        for link in re.findall(r"""url\(["']?([^"')]+)""", path.read_text(encoding="utf-8")):
            if (
                not link.startswith(("data:", "#", "http"))
                and not (path.parent / link.split("#")[0].split("?")[0]).is_file()
            ):
                broken.append(f"{name}：{link}")
    assert broken == []
    leaflet = (collected / staticfiles_storage.stored_name("vendor/leaflet/leaflet.css")).read_text()
    assert re.search(r"images/layers\.[0-9a-f]{12}\.png", leaflet)


def test_collecting_again_compresses_nothing_again(collected):
    before = {path: path.stat().st_mtime_ns for path in collected.rglob("*.gz")}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert {path: path.stat().st_mtime_ns for path in collected.rglob("*.gz")} == before


def test_of_other_packages_only_what_is_used_is_collected(collected):
    assert {path.name for path in (collected / "vendor").iterdir()} == {"echarts", "htmx", "leaflet"}
    assert sum(path.stat().st_size for path in collected.rglob("*") if path.is_file()) < 25_000_000


def test_before_anything_is_collected_files_go_by_their_plain_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.assets.storage.HashedStorage"},
    }
    assert staticfiles_storage.url("css/base.css") == "/static/css/base.css"
    assert not staticfiles_storage.is_collected
