"""The sample street, loaded once a test from its own data, and readers of its bulletins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from portal.accounts.dataset import load
from portal.accounts.models import Area, User

SAMPLE = Path(settings.BASE_DIR) / "portal" / "sample" / "gongyelu"


@pytest.fixture
def office(db, settings, tmp_path) -> Area:
    """The sample's street with its figures."""
    settings.MEDIA_ROOT = tmp_path
    load(SAMPLE)
    return Area.objects.get(code="410106004000")


@pytest.fixture
def reader(office, client: Client) -> Callable[[str], Client]:
    """The client, logged in as one of the sample's accounts."""

    def log_in(username: str) -> Client:
        client.force_login(
            User.objects.get(username=username), backend="portal.accounts.backends.PostBackend"
        )
        return client

    return log_in
