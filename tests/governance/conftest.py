"""The industries of the standard, and the way an enterprise is registered in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.industries import dataset as standard
from governance.industries.models import IndustryCode
from portal.accounts.models import User

CODE = "91410106MA9K0001X5"
OTHER_CODE = "91410106MA9Y0002YM"


def facts(name: str = "样例机械制造有限公司", **more: Any) -> dict[str, Any]:
    """What is entered of an enterprise without a code, unless given one."""
    reason = {} if more.get("uscc") else {"uscc_missing_reason": "正在办理"}
    return {"name": name, **reason, **more}


@pytest.fixture
def industries(db) -> dict[str, IndustryCode]:
    """The lines of the standard that come with the portal, by code."""
    standard.load(Path())
    return {line.code: line for line in IndustryCode.objects.all()}


@pytest.fixture
def enterprise(community, economy_clerk) -> Enterprise:
    """An enterprise of 甲社区 with a code and a contact."""
    given = facts(uscc=CODE, legal_representative="欧阳建国", contact_person="张三", contact_phone="13800138000",
                  registered_address="样例路1号")  # fmt: skip
    return register_enterprise(given, area=community, by=economy_clerk)


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    """The client, logged in as a user."""

    def log_in(user: User) -> Client:
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client

    return log_in
