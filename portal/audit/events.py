"""Events that change no row but belong on the trail: reveals, exports, downloads, log-ins."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from portal.audit.attribution import Attribution, current

INSERT = """
    INSERT INTO audit_entry (actor_id, actor, request, reason, action, table_name, key, after, area_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""


def record_event(*, action: str, subject: models.Model | str | None = None,
                 detail: dict[str, Any] | None = None, actor: Any = None, reason: str = "",
                 area_id: int | None = None) -> int:  # fmt: skip
    """Write one event and return its entry's id.

    `subject` is the record it is about (its table, key and area are noted) or a plain name such as an
    export's; `detail` must not hold secrets or personal data in clear. Actor, reason and request come from
    the surrounding `audit.context` unless given. It shares the fate of the transaction it is written in.
    """
    attribution = current() or Attribution()
    actor_id, name = (Attribution(actor=actor) if actor is not None else attribution).who()
    table, key, area = _about(subject)
    told = None if detail is None else json.dumps(detail, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [
            actor_id, name or "", attribution.request and str(attribution.request),
            reason or attribution.reason, action, table, key, told, area if area_id is None else area_id,
        ])  # fmt: skip
        return cursor.fetchone()[0]


def _about(subject: models.Model | str | None) -> tuple[str, str, int | None]:
    if subject is None or isinstance(subject, str):
        return subject or "", "", None
    scope = getattr(subject, "scope", None)
    return (subject._meta.db_table, str(subject.pk), scope.area_of(subject) if scope else None)
