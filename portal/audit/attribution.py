"""Who changes what, why, and in which request: carried to the capturing triggers with the transaction.

Every writing statement is sent with a `set_config(…, true)` in front of it, in one round trip; the setting
ends with the transaction, so nothing leaks to the next user of a kept-open connection.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import TransactionManagementError

SETTING = "jiedao.audit"
ANONYMOUS = "anonymous"
WRITING = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CALL|DO|WITH\b.*?\b(?:INSERT|UPDATE|DELETE|MERGE))\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Attribution:
    """On whose behalf changes are made. `actor` is a user, a system job's name, or a function that tells."""

    actor: Any = None
    reason: str = ""
    request: UUID | str | None = None

    def who(self) -> tuple[int | None, str | None]:
        """The actor's id and name as it is now; (None, None) when nobody was named."""
        actor = self.actor() if callable(self.actor) else self.actor
        if actor is None or isinstance(actor, str):
            return None, actor
        return (actor.pk, actor.get_username()) if actor.is_authenticated else (None, ANONYMOUS)

    def carried(self) -> str:
        """What the triggers read: JSON, pure ASCII, without the NUL that PostgreSQL refuses."""
        actor_id, actor = self.who()
        values = {"actor_id": actor_id, "actor": actor, "request": self.request and str(self.request),
                  "reason": self.reason.replace("\0", "")}  # fmt: skip
        return json.dumps({name: value for name, value in values.items() if value})


_current: ContextVar[Attribution | None] = ContextVar("audit_attribution", default=None)


def current() -> Attribution | None:
    """The attribution in force here, or None outside any `context`."""
    return _current.get()


@contextmanager
def context(
    *, actor: Any = None, reason: str | None = None, request_id: UUID | str | None = None
) -> Iterator[None]:
    """Attribute all changes inside to `actor`, a user or a job's name such as "system:seal".

    What is not given is inherited from the surrounding context. Not inherited by new threads.
    """
    outer = _current.get() or Attribution()
    given = {"actor": actor, "reason": reason, "request": request_id}
    token = _current.set(
        replace(outer, **{name: value for name, value in given.items() if value is not None})
    )
    try:
        yield
    finally:
        _current.reset(token)


def bind(cursor: Any) -> None:
    """Attribute the rest of the running transaction; for COPY and functions that write inside a SELECT.

    Refused outside a transaction, where it would be forgotten at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.bind() needs transaction.atomic() around it.")
    attribution = _current.get()
    cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, attribution.carried() if attribution else ""])


def attach(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Make a new connection carry attributions (receiver of Django's `connection_created`)."""
    if connection.vendor == "postgresql" and carry not in connection.execute_wrappers:
        connection.execute_wrappers.append(carry)


def carry(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django's execute wrapper: put the attribution in front of a writing statement."""
    attribution = _current.get()
    if attribution is None:
        return execute(sql, params, many, context)
    text = sql if isinstance(sql, str) else sql.as_string(context["cursor"].cursor)
    if WRITING.match(text):
        text = _prefix(attribution, escape=params is not None) + text
    return execute(text, params, many, context)


def _prefix(attribution: Attribution, *, escape: bool) -> str:
    literal = attribution.carried().replace("'", "''")
    if escape:
        literal = literal.replace("%", "%%")
    return f"SELECT set_config('{SETTING}', '{literal}', true); "
