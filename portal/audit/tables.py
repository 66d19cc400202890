"""What there is to read of the trail: entries, and the seals that close them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from portal.audit.models import ACTIONS, AuditEntry, AuditSeal
from portal.records.columns import Col
from portal.records.filters import Asked
from portal.records.tables import Table

SPANS = {"1": "今天", "7": "近 7 天", "31": "近 31 天", "186": "近半年", "all": "全部"}


def table_names() -> dict[str, str]:
    """What the records of each table are called."""
    return {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}


def since(rows: models.QuerySet, span: str, asking: Any) -> models.QuerySet:
    """Entries of the last days."""
    if span == "all":
        return rows
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(at__gte=midnight - timedelta(days=int(span) - 1))


class EntryTable(Table):
    """Every change and event."""

    model = AuditEntry
    columns = ("id", "at", "actor", "request", "reason", "action", "table_name", "key", Col("before", kind="text"),
               Col("after", kind="text"))  # fmt: skip
    filters = {
        "at": ("gte", "lte"), "actor": ("exact",), "key": ("exact",), "request": ("exact",),
    }  # fmt: skip
    asked = (
        Asked("span", "时间", "choice", since, choices=SPANS.items()),
        Asked("action", "动作", "choice", lambda rows, action, asking: rows.filter(action=action), choices=ACTIONS.items()),
        Asked("table", "数据", "text", lambda rows, name, asking: rows.filter(table_name=name),
              choices=lambda user: sorted(table_names().items(), key=lambda item: item[1])),
    )  # fmt: skip
    narrowed_by = ("span", "action", "table")
    search_fields = ("=actor", "=key")


class SealTable(Table):
    """Closed batches."""

    model = AuditSeal
    columns = ("no", "first_id", "last_id", "count", "at")
    order = "-no"
    filters = {"at": ("gte", "lte")}
