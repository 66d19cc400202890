"""Small ways to look at the trail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from portal.audit.models import AuditEntry


@pytest.fixture
def new_entries(db) -> Callable[..., list[AuditEntry]]:
    """The entries written since the last call, optionally of one table, oldest first."""
    mark = _newest()

    def since(table: str | None = None) -> list[AuditEntry]:
        nonlocal mark
        rows = AuditEntry.objects.filter(id__gt=mark).order_by("id")
        found = list(rows.filter(table_name=table) if table else rows)
        mark = _newest()
        return found

    return since


@pytest.fixture
def tamper(db) -> Callable[..., None]:
    """Raw SQL as a superuser who has switched the refusals off."""

    def run(*statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return run


def _newest() -> int:
    return AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
