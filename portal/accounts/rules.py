"""Predicates about posts, and what the kernel itself grants."""

from __future__ import annotations

from typing import Any

import rules

from portal.accounts.roles import COMMUNITY_STAFF, GRID_STAFF, STREET_STAFF, Role, grant


def holds(permission: str) -> rules.Predicate:
    """True when a post in force grants `permission` and, given a record, covers the record's area.

    A record of a model that is not bound to an area is covered by any such post.
    """

    @rules.predicate(name=f"holds:{permission}")
    def predicate(user: Any, record: Any = None) -> bool:
        if not getattr(user, "is_authenticated", False):
            return False
        reach = user.reach(permission)
        if record is None or isinstance(record, type):
            return bool(reach)
        return reach.covers(record)

    return predicate


grant(Role.SYSTEM_ADMIN, "accounts.view_user", "accounts.add_user", "accounts.change_user")
grant(Role.SYSTEM_ADMIN, "accounts.view_area", "accounts.add_area", "accounts.change_area")
grant(
    Role.SECURITY_ADMIN,
    "accounts.view_user",
    "accounts.unlock_user",
    "accounts.reset_password",
    "accounts.view_area",
)
grant(Role.SECURITY_ADMIN, "accounts.reveal_user")
grant(Role.SECURITY_ADMIN, "accounts.view_post", "accounts.grant_post", "accounts.end_post")
grant(Role.AUDITOR, "accounts.view_area", "accounts.view_post")
grant((*STREET_STAFF, *COMMUNITY_STAFF, *GRID_STAFF, Role.INSPECTOR, Role.VOLUNTEER), "accounts.view_area")
