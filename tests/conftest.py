"""The fixed cast and the small town they work in."""

from __future__ import annotations

import os

import pytest
from django.core.cache import cache

from portal.accounts.models import Area, AreaKind, User
from portal.accounts.roles import Role
from portal.site.public_cache import EDITION
from tests.browser import browser, context, desk_of, elder_mode, log_in, page
from tests.cast import PASSWORD

__all__ = [
    "PASSWORD",
    "browser",
    "context",
    "desk_of",
    "elder_mode",
    "log_in",
    "make_area",
    "make_user",
    "page",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests with one clear line when there is no Chromium."""
    browser = os.environ.get("JIEDAO_BROWSER", "/usr/bin/chromium")
    if browser and os.path.exists(browser):
        return
    reason = "没有 Chromium：在 Debian 上运行 apt-get install chromium fonts-noto-cjk 后再试"
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _no_public_page_of_another_test() -> None:
    """Public pages are kept by the process; what another test published is gone with its database."""
    cache.delete(EDITION)


def make_area(parent: Area | None, code: str, name: str, kind: str) -> Area:
    """An area under `parent`, or a root."""
    fields = {"code": code, "name": name, "kind": kind}
    return Area.objects.add_child(parent, fields) if parent else Area.objects.add_root(fields)


def make_user(username: str, role: str | None = None, area: Area | None = None) -> User:
    """A user with one post, or none."""
    from portal.accounts.actions import place

    user = User(username=username, full_name=f"样例{username}")
    user.set_password(PASSWORD)
    user.save()
    if role:
        place(user, role=role, area=area)
    return user


@pytest.fixture
def district(db) -> Area:
    province = make_area(None, "990000000000", "样例省", AreaKind.PROVINCE)
    city = make_area(province, "990100000000", "样例市", AreaKind.CITY)
    return make_area(city, "990101000000", "样例区", AreaKind.DISTRICT)


@pytest.fixture
def street(district) -> Area:
    return make_area(district, "990101001000", "样例街道", AreaKind.STREET)


@pytest.fixture
def other_street(district) -> Area:
    return make_area(district, "990101002000", "邻居街道", AreaKind.STREET)


@pytest.fixture
def community(street) -> Area:
    return make_area(street, "990101001001", "甲社区", AreaKind.COMMUNITY)


@pytest.fixture
def other_community(street, community) -> Area:
    return make_area(street, "990101001002", "乙社区", AreaKind.COMMUNITY)


@pytest.fixture
def grid(community) -> Area:
    return make_area(community, "990101001001G01", "甲社区第一网格", AreaKind.GRID)


@pytest.fixture
def other_grid(community, grid) -> Area:
    return make_area(community, "990101001001G02", "甲社区第二网格", AreaKind.GRID)


@pytest.fixture
def street_leader(street) -> User:
    return make_user("street_leader", Role.STREET_LEADER, street)


@pytest.fixture
def section_chief(street) -> User:
    return make_user("section_chief", Role.SECTION_CHIEF, street)


@pytest.fixture
def economy_clerk(street) -> User:
    return make_user("economy_clerk", Role.ECONOMY_CLERK, street)


@pytest.fixture
def safety_officer(street) -> User:
    return make_user("safety_officer", Role.SAFETY_OFFICER, street)


@pytest.fixture
def community_clerk(community) -> User:
    return make_user("community_clerk", Role.COMMUNITY_CLERK, community)


@pytest.fixture
def grid_worker(grid) -> User:
    return make_user("grid_worker", Role.GRID_WORKER, grid)


@pytest.fixture
def neighbour(other_grid) -> User:
    return make_user("neighbour", Role.GRID_WORKER, other_grid)


@pytest.fixture
def auditor(district) -> User:
    return make_user("auditor", Role.AUDITOR, district)


@pytest.fixture
def outsider(other_street) -> User:
    """Holds every business role, but over the neighbouring street."""
    user = make_user("outsider", Role.STREET_LEADER, other_street)
    from portal.accounts.actions import place

    place(user, role=Role.ECONOMY_CLERK, area=other_street)
    return user


@pytest.fixture
def nobody(db) -> User:
    """An account to which no post was granted."""
    return make_user("nobody")


@pytest.fixture
def admin_user(district) -> User:
    return make_user("admin", Role.SYSTEM_ADMIN, district)


@pytest.fixture
def security_admin(district) -> User:
    return make_user("security_admin", Role.SECURITY_ADMIN, district)


@pytest.fixture
def audit_admin(district) -> User:
    return make_user("audit_admin", Role.AUDIT_ADMIN, district)
