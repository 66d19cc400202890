"""Puts the capturing triggers on every table and the refusals on the trail; run at the end of `migrate`."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction

from portal.audit import schema
from portal.audit.months import prepare_months
from portal.model_fields import key_column_of

EXEMPT = {
    "audit_entry": "the trail itself: append-only, sealed",
    "audit_seal": "the trail itself",
    "audit_detachment": "the trail itself",
    "django_session": "changes with every click; log-ins are events",
    "django_content_type": "derived from the code by migrate",
    "django_admin_log": "a log; what it reports is captured from the rows",
    "axes_accessattempt": "a log of failed log-ins, which are events; an unlock is an event",
    "axes_accessfailurelog": "a log",
    "axes_accesslog": "a log",
    "axes_accessattemptexpiration": "a log",
    "auth_permission": "derived from the code by migrate; not used for access",
    "site_sentform": "which forms were sent twice; what they did is captured from the rows",
    "django_celery_beat_periodictask": "the scheduler writes its own clock here every few seconds",
    "django_celery_beat_periodictasks": "the scheduler's own clock",
}

SECRET_COLUMNS = {
    "api_token": ("digest",),
    "otp_totp_totpdevice": ("key",),
    "otp_static_statictoken": ("token",),
}
SECRET_NAMES = {"password", "password_history"}

MISSING = """
    SELECT relation.relname, trigger.tgname, trigger.tgenabled,
           replace(encode(trigger.tgargs, 'escape'), '\\000', '|')
    FROM pg_trigger trigger JOIN pg_class relation ON relation.oid = trigger.tgrelid
    WHERE trigger.tgname LIKE 'audit\\_%' AND pg_table_is_visible(relation.oid) AND NOT trigger.tgisinternal
"""


class Captured(NamedTuple):
    """A table to capture: its key column, the column that binds it to an area, and its secret columns."""

    table: str
    key: str
    area: str
    secrets: str

    @property
    def in_force(self) -> set[tuple[str, str]]:
        """How PostgreSQL shows a trigger of this table that is enabled and has the right arguments."""
        arguments = f"{self.key}|{self.area}|{self.secrets}|"
        return {("O", arguments), ("A", arguments)}


def captured_tables() -> list[Captured]:
    """Every managed table of the installed apps but the exempt ones; a model may name `audit_secrets`."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table not in EXEMPT:
            found[meta.db_table] = _captured(model)
    return [found[table] for table in sorted(found)]


def uncaptured() -> list[str]:
    """Tables whose triggers are missing, disabled or out of date: changes there may leave no trace."""
    return [table.table for table in _lacking()]


def install(**_: Any) -> list[str]:
    """Bring functions, triggers and this month's partition up to date; the tables that got triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('audit_entry')")
        if cursor.fetchone()[0] is None:
            return []
        # Two instances may migrate side by side; replacing one function twice at once is an error.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.install'))")
        if not _current_functions(cursor):
            for function in schema.FUNCTIONS:
                cursor.execute(function)
            cursor.execute(f"COMMENT ON FUNCTION audit_refuse() IS '{_fingerprint()}'")
        lacking = _lacking()
        for captured in lacking:
            _capture(cursor, captured)
        prepare_months()
    return [captured.table for captured in lacking]


def _captured(model: type[models.Model]) -> Captured:
    meta = model._meta
    columns = {field.column for field in meta.local_concrete_fields}
    secrets = {
        *SECRET_COLUMNS.get(meta.db_table, ()),
        *getattr(model, "audit_secrets", ()),
        *(columns & SECRET_NAMES),
    }
    scope = getattr(model, "scope", None)
    key = key_column_of(model)
    area = key if getattr(scope, "path", "") == "id" else getattr(scope, "path", "")
    return Captured(meta.db_table, key, area if area in columns else "", ",".join(sorted(secrets)))


def _lacking() -> list[Captured]:
    with connection.cursor() as cursor:
        cursor.execute(MISSING)
        present = {
            (table, name): (enabled, arguments) for table, name, enabled, arguments in cursor.fetchall()
        }
        tables = set(connection.introspection.table_names(cursor))
    return [
        captured
        for captured in captured_tables()
        if captured.table in tables and not all(
            present.get((captured.table, f"audit_{action}")) in captured.in_force
            for action in schema.CAPTURE_EVENTS
        )
    ]  # fmt: skip


def _capture(cursor: Any, captured: Captured) -> None:
    table = connection.ops.quote_name(captured.table)
    for action, event in schema.CAPTURE_EVENTS.items():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER audit_{action} {event.format(table=table)} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION audit_capture_{action}(%s, %s, %s)",
            [captured.key, captured.area, captured.secrets],
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_{action}")


def _fingerprint() -> str:
    return hashlib.sha256("".join(schema.FUNCTIONS).encode()).hexdigest()


def _current_functions(cursor: Any) -> bool:
    cursor.execute("SELECT obj_description(to_regproc('audit_refuse'), 'pg_proc')")
    return cursor.fetchone()[0] == _fingerprint()
