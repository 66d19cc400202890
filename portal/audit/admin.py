"""The trail and its seals, to read: for the audit administrator alone."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from portal.admin import ReadOnlyAdmin
from portal.audit.models import AuditEntry, AuditSeal
from portal.audit.tables import EntryTable, SealTable, table_names


class TrailAdmin(ReadOnlyAdmin):
    """Part of the trail: it is history and has none."""

    view_permission = "audit.view_entry"

    def has_history(self, request: HttpRequest) -> bool:
        """Never."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(TrailAdmin):
    """Every change and event, newest first."""

    list_display = ("at", "actor", "action_words", "table_words", "key", "reason")
    table = EntryTable
    # A month unless asked otherwise, so that old months of the table are not read at all.
    asked_by_itself = {"span": "31"}
    search_fields = ("=actor", "=key")
    search_help_text = "操作人用户名或记录编号（完整输入）"
    ordering = ("-id",)
    fields = (
        "id",
        "at",
        "actor",
        "action_words",
        "table_words",
        "key",
        "reason",
        "request",
        "before_words",
        "after_words",
    )
    readonly_fields = fields

    @admin.display(description="动作")
    def action_words(self, entry: AuditEntry) -> str:
        """In Chinese."""
        return entry.action_label

    @admin.display(description="数据")
    def table_words(self, entry: AuditEntry) -> str:
        """The kind of record, in Chinese."""
        return table_names().get(entry.table_name, entry.table_name)

    @admin.display(description="改前")
    def before_words(self, entry: AuditEntry) -> str | None:
        """As stored."""
        return as_text(entry.before)

    @admin.display(description="改后")
    def after_words(self, entry: AuditEntry) -> str | None:
        """As stored."""
        return as_text(entry.after)

    def get_links(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Also the page that proves the trail whole."""
        return [*super().get_links(request), ("校验日志", reverse("audit:verify"), "verified_user")]


@admin.register(AuditSeal)
class AuditSealAdmin(TrailAdmin):
    """Closed batches: the number and digest an auditor writes down."""

    table = SealTable
    list_display = ("no", "first_id", "last_id", "count", "at", "digest_words")
    ordering = ("-no",)
    fields = ("no", "first_id", "last_id", "count", "at", "digest_words")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the leaves, which are long and no reading matter."""
        return super().get_queryset(request).defer("leaves", "gaps", "previous")

    @admin.display(description="摘要")
    def digest_words(self, seal: AuditSeal) -> str:
        """In hexadecimal digits."""
        return seal.hex


def as_text(image: Any) -> str | None:
    """A row image as JSON, decimals as written, its lines kept."""
    if image is None:
        return None
    return format_html("<pre>{}</pre>", json.dumps(image, ensure_ascii=False, indent=2, default=str))
