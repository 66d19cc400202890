"""The sample street, loaded once for a module from its own data, and readers of its bulletins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from portal.accounts.dataset import load
from portal.accounts.models import Area, User

SAMPLE = Path(settings.BASE_DIR) / "portal" / "sample" / "gongyelu"


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The sample data set; loading takes seconds, so a module shares it inside one transaction."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        load(SAMPLE)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def office(sample, db) -> Area:
    """The sample's street with its figures."""
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
