from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User


@pytest.fixture
def entering() -> Callable[[User], Client]:
    """A browser in which the user has logged in."""

    def client(user: User) -> Client:
        made = Client()
        made.force_login(user, backend="portal.accounts.backends.PostBackend")
        return made

    return client
