"""Documents to list, and a client logged in as anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from portal.accounts.models import Area, User
from portal.attachments.models import Document


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    """The client, logged in as a user."""

    def log_in(user: User) -> Client:
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client

    return log_in


@pytest.fixture
def keep(db) -> Callable[..., list[Document]]:
    """Keep `count` documents in an area; every third has no date."""

    def make(area: Area, count: int, title: str = "通知") -> list[Document]:
        day = date(2018, 1, 1)
        return Document.objects.bulk_create(
            Document(
                area=area, title=f"{title}{n}", dated_on=None if n % 3 == 0 else day + timedelta(days=n // 2)
            )
            for n in range(1, count + 1)
        )

    return make
