"""Every table is captured, and the trail refuses to be rewritten."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from portal.audit import installer, schema
from portal.audit.months import partitions


@pytest.fixture
def triggers(db) -> dict[str, set[str]]:
    """The names of the enabled triggers of each table."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    return found


def test_every_model_is_captured(triggers):
    wanted = {f"audit_{action}" for action in schema.CAPTURE_EVENTS}
    lacking = {
        model._meta.label: wanted - triggers.get(model._meta.db_table, set())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in installer.EXEMPT
    }
    assert {label: names for label, names in lacking.items() if names} == {}
    assert installer.uncaptured() == []


def test_every_table_of_the_database_is_captured_or_exempt(triggers):
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    uncaptured = {table for table in tables if "audit_insert" not in triggers.get(table, set())}
    assert uncaptured <= {*installer.EXEMPT, "django_migrations"}


def test_every_part_of_the_trail_refuses_change(triggers):
    assert all("audit_refuse" in triggers[table] for table in {*partitions(), *schema.PROTECTED})


def test_exemptions_are_real_and_explained():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert set(installer.EXEMPT) <= tables
    assert all(installer.EXEMPT.values())


def test_a_disabled_trigger_is_noticed_and_restored(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_post DISABLE TRIGGER audit_update")
    assert installer.uncaptured() == ["accounts_post"]
    assert installer.install() == ["accounts_post"]
    assert installer.uncaptured() == []
