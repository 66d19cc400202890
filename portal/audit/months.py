"""The trail by months: partitions made ahead, and whole old months detached to an archive."""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.audit.schema import PROTECTED

AHEAD = 3
# 网络安全法 (2026-01-01) art. 23(3): network logs are kept for at least six months.
KEPT_MONTHS = 6


def table_of(month: date) -> str:
    """The name of a month's table."""
    return f"audit_entry_{month:%Y_%m}"


def this_month() -> date:
    """The first day of the current month."""
    return timezone.localdate().replace(day=1)


def prepare_months() -> list[str]:
    """Make the tables of this month and the next ones; those that were new.

    A month whose entries already lie in the default partition stays there.
    """
    made = []
    existing = partitions()
    for ahead in range(AHEAD + 1):
        month = this_month() + relativedelta(months=ahead)
        if table_of(month) not in existing and _make(month):
            made.append(table_of(month))
    for table in (*PROTECTED, "audit_entry_default"):
        _protect(table)
    return made


def partitions() -> set[str]:
    """The tables that make up the trail now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_partition_tree('audit_entry') WHERE isleaf")
        return {name for (name,) in cursor.fetchall()}


def _make(month: date) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(
                f"CREATE TABLE {table_of(month)} PARTITION OF audit_entry FOR VALUES FROM (%s) TO (%s)",
                [_midnight(month), _midnight(month + relativedelta(months=1))],
            )
    except IntegrityError:
        return False
    _protect(table_of(month))
    return True


def _protect(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_trigger WHERE tgname = 'audit_refuse' AND tgrelid = to_regclass(%s)", [table]
        )
        if cursor.fetchone() is None:
            cursor.execute(
                f"CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
            )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
