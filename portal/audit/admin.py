"""The trail and its seals, to read: for the audit administrator alone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.admin import ReadOnlyAdmin
from portal.audit.models import ACTIONS, AuditEntry, AuditSeal

SPANS = {"1": "今天", "7": "近 7 天", "31": "近 31 天", "186": "近半年", "all": "全部"}
DEFAULT_SPAN = "31"


class SpanFilter(admin.SimpleListFilter):
    """How far back; a month unless asked otherwise, so that old months of the table are not read at all."""

    title = "时间"
    parameter_name = "span"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The spans on offer."""
        return list(SPANS.items())

    def choices(self, changelist: Any) -> Any:
        """Without "all" twice."""
        for span, words in SPANS.items():
            chosen = (self.value() or DEFAULT_SPAN) == span
            yield {
                "selected": chosen,
                "query_string": changelist.get_query_string({"span": span}),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Entries since then."""
        span = self.value() if self.value() in SPANS else DEFAULT_SPAN
        if span == "all":
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=midnight - timedelta(days=int(span) - 1))


class ActionFilter(admin.SimpleListFilter):
    """What was done."""

    title = "动作"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The known actions."""
        return list(ACTIONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Entries of that action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class TableFilter(admin.SimpleListFilter):
    """About which kind of record."""

    title = "数据"
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The tables of the portal, in Chinese."""
        return sorted(table_names().items(), key=lambda item: item[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Entries about that table."""
        return queryset.filter(table_name=self.value()) if self.value() else queryset


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
    list_filter = (SpanFilter, ActionFilter, TableFilter)
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


def table_names() -> dict[str, str]:
    """What the records of each table are called."""
    return {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}


def as_text(image: Any) -> str | None:
    """A row image as JSON, decimals as written, its lines kept."""
    if image is None:
        return None
    return format_html("<pre>{}</pre>", json.dumps(image, ensure_ascii=False, indent=2, default=str))
