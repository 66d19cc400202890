"""What every page keeps of its user: nothing in the browser's store, and no address that cannot be opened again."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from portal.accounts.returning import openable
from tests.conventions.test_hostile_numbers import logged_in, pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sample(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)


def test_no_page_with_a_user_stays_in_the_browser():
    client = logged_in("economy_clerk")
    kept = []
    for address, _ in pages():
        answer = client.get(address)
        if answer["Content-Type"].startswith("text/html"):
            with_user = "masthead-user" in answer.content.decode() or address.startswith("/desk/")
            if with_user and "no-store" not in answer.get("Cache-Control", ""):
                kept.append(f"{address}：{answer.status_code} {answer.get('Cache-Control')}")
    assert kept == [], "\n".join(kept)


def test_whatever_one_was_doing_can_be_opened_after_logging_in():
    client = logged_in("economy_clerk")
    shut = [address for address, _ in pages() if client.get(openable(address) or "/desk/").status_code == 405]
    assert shut == []
