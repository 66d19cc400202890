"""What the board and the funnel add up is exported from there."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import User
from portal.exchange.outgoing.jobs import request_export

pytestmark = pytest.mark.django_db
SUMS = {"/desk/economy/": "economy.reports", "/desk/economy/funnel/": "economy.projects"}


@pytest.fixture
def sample(settings, tmp_path) -> None:
    """The sample streets."""
    settings.MEDIA_ROOT = tmp_path
    call_command("setup_demo", verbosity=0)


def offered(username: str, address: str) -> str:
    """The export's address on the page; empty when none is offered."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    page = client.get(address)
    assert page.status_code == 200
    found = re.search(r'href="(/desk/exports/new/[^"]*)"', page.content.decode())
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(("address", "export"), SUMS.items())
def test_the_rows_behind_are_exported(sample, address, export):
    asked = parse_qs(urlsplit(offered("economy_clerk", address)).query)

    assert asked.pop("export") == [export]
    job = request_export(
        export,
        by=User.objects.get(username="economy_clerk"),
        reason="核对汇总数",
        format="csv",
        filters=asked,
    )
    assert job.rows > 0


@pytest.mark.parametrize("address", SUMS)
def test_nothing_is_offered_to_whom_may_not_export(sample, address, monkeypatch):
    monkeypatch.setattr("portal.accounts.models.User.has_perm", without_exports(User.has_perm))

    assert offered("economy_clerk", address) == ""


def without_exports(plain):
    return lambda user, name, obj=None: ".export_" not in name and plain(user, name, obj)
