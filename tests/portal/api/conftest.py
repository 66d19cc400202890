from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from portal.accounts.models import User
from portal.api.actions import issue_token


@pytest.fixture
def api() -> Callable[[User | None], APIClient]:
    """A client carrying a token of the user, or nothing."""

    def client(user: User | None = None) -> APIClient:
        made = APIClient()
        if user is not None:
            made.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user)}")
        return made

    return client
