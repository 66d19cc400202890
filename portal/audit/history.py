"""The history of one record in words a clerk can read: who changed which field from what to what, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.audit.models import AuditEntry
from portal.model_fields import column_of
from portal.personal.fields import EncryptedField

EMPTY = "—"
SECRET = "（不显示）"
LONGEST = 200
JOBS = {
    "load": "载入数据",
    "populate": "填充示例数据",
    "seal": "封存操作日志",
    "audit_detach_month": "移出旧月份日志",
}

Names = dict[tuple[type[models.Model], Any], str]


@dataclass(frozen=True)
class FieldChange:
    """One field: its Chinese name and its value before and after, formatted."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}：{self.before} → {self.after}"


@dataclass(frozen=True)
class Change:
    """One entry about a record, for its history tab."""

    at: datetime
    actor: str
    action: str
    action_label: str
    reason: str
    request: str
    changes: list[FieldChange] = field(default_factory=list)


def history_of(record: models.Model, *, limit: int = 200) -> list[Change]:
    """The newest `limit` changes of `record`, newest first.

    The caller has made sure that the reader sees the record and holds `audit.view_history`. Personal data is
    masked, secrets are not shown. One query, and one more for each kind of record that is referred to.
    """
    entries = list(AuditEntry.objects.of(record)[:limit])
    columns = _columns(record)
    names = _names(entries, columns)
    return [_change(entry, columns, names) for entry in entries]


@dataclass(frozen=True)
class Hand:
    """Who last changed a field, and when."""

    who: str
    at: datetime


def last_hands(record: models.Model, *, since: datetime) -> dict[str, Hand]:
    """Who last changed each field of `record` since a moment, by field name.

    For those who may change the record themselves: it tells names and times, never values.
    """
    entries = list(AuditEntry.objects.of(record).filter(action="update", at__gte=since)[:200])
    columns = _columns(record)
    names = _names(entries, {})
    found: dict[str, Hand] = {}
    for entry in entries:
        who = names.get((get_user_model(), entry.actor_id)) or _job(entry.actor)
        for column in entry.after or {}:
            if column in columns:
                found.setdefault(columns[column].name, Hand(who, timezone.localtime(entry.at)))
    return found


def _columns(record: models.Model) -> dict[str, models.Field]:
    return {column_of(record, column.name): column for column in record._meta.concrete_fields}


def _change(entry: AuditEntry, columns: dict[str, models.Field], names: Names) -> Change:
    user = names.get((get_user_model(), entry.actor_id))
    return Change(
        at=entry.at, actor=user or _job(entry.actor), action=entry.action, action_label=entry.action_label,
        reason=entry.reason, request=str(entry.request or ""), changes=_changes(entry, columns, names),
    )  # fmt: skip


def _changes(entry: AuditEntry, columns: dict[str, models.Field], names: Names) -> list[FieldChange]:
    if entry.action not in {"insert", "update", "delete"}:
        return []
    before, after = entry.before or {}, entry.after or {}
    shown = [name for name in columns if name in before or name in after]
    if entry.action != "update":
        shown = [name for name in shown if before.get(name, after.get(name)) not in (None, "")]
    return [
        FieldChange(
            str(columns[name].verbose_name),
            _text(columns[name], before.get(name), names),
            _text(columns[name], after.get(name), names),
        )
        for name in shown
        if _is_told(columns[name])
    ]


def _is_told(column: models.Field) -> bool:
    """Not the row's own bookkeeping, nor what the database derives from its other columns."""
    automatic = getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False)
    is_inner = column.name in getattr(column.model, "audit_inner", ())
    return not (automatic or is_inner or column.primary_key or isinstance(column, models.GeneratedField))


def _text(column: models.Field, value: Any, names: Names) -> str:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str) and value in {"changed", "hidden"} and not column.flatchoices:
        return SECRET
    if column.related_model:
        return names.get((column.related_model, value), f"第 {value} 号（已不存在）")
    if isinstance(column, EncryptedField):
        return str(column.from_db_value(value, None, None))
    return _short(_plain(column, value))


def _plain(column: models.Field, value: Any) -> str:
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(column, models.DateTimeField):
        moment = parse_datetime(value)
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value)
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "……"


def _job(actor: str) -> str:
    if actor.startswith("system:"):
        name = actor.removeprefix("system:")
        return f"系统任务（{JOBS.get(name, name)}）"
    return f"数据库账号 {actor.removeprefix('db:')}" if actor.startswith("db:") else actor


def _names(entries: list[AuditEntry], columns: dict[str, models.Field]) -> Names:
    """What the actors and the referred records are called, by one query for each kind."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for entry in entries:
        if entry.actor_id:
            wanted[get_user_model()].add(entry.actor_id)
        for image in (entry.before or {}, entry.after or {}):
            for name, value in image.items():
                target = columns[name].related_model if name in columns else None
                if target and value is not None:
                    wanted[target].add(value)
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model._base_manager.filter(pk__in=keys)
    }
