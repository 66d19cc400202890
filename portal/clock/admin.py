"""Loaded calendars, deadline rules and running deadlines in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.requests import user_of
from portal.admin import ReadOnlyAdmin, ScopedModelAdmin, ScopedTabularInline
from portal.clock.actions import set_rule
from portal.clock.models import CalendarDay, CalendarYear, Deadline, DeadlineRule, Extension, Pause
from portal.clock.tables import CalendarYearTable, DeadlineRuleTable, DeadlineTable


class CalendarDayInline(ScopedTabularInline):
    """The days off and make-up workdays of a notice."""

    model = CalendarDay
    fields = readonly_fields = ("day", "kind", "name")
    ordering = ("day",)
    max_num = 0
    shared = True
    view_permission = "clock.view_calendaryear"
    verbose_name_plural = "放假与调休"


@admin.register(CalendarYear)
class CalendarYearAdmin(ReadOnlyAdmin):
    """The years whose working days are known; a notice is loaded on the calendar's own page."""

    table = CalendarYearTable
    ordering = ("-year",)
    fields = ("year", "document_number", "source", "notice", "loaded_by", "loaded_at")
    inlines = (CalendarDayInline,)
    shared = True

    def get_links(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Also the page where next year's notice is loaded."""
        links = super().get_links(request)
        if request.user.has_perm("clock.load_year"):
            links.append(("载入放假通知", reverse("clock:load"), "upload"))
        return links


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ScopedModelAdmin):
    """Deadline rules; a change is a new version with its own effective date, never an edit."""

    table = DeadlineRuleTable
    ordering = ("code", "-effective_from")
    fields = ("code", "name", "length", "unit", "roll", "extension_cap", "legal_basis", "effective_from")
    add_permission = "clock.set_rule"
    add_label = "新建或更新规则"
    shared = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was in force on a past day stays."""
        return False

    def save_model(self, request: HttpRequest, obj: DeadlineRule, form: Any, change: bool) -> None:
        """A new version, by the action that ends the one before."""
        obj.pk = set_rule(by=user_of(request), **{name: form.cleaned_data[name] for name in self.fields}).pk

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The overlap with the version in force is not an error here: the action ends that one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"validate_constraints": lambda self: None})


class PauseInline(ScopedTabularInline):
    """The stops of a deadline."""

    model = Pause
    fields = readonly_fields = ("began_on", "ended_on", "reason", "created_by")
    ordering = ("id",)
    max_num = 0


class ExtensionInline(ScopedTabularInline):
    """The extensions of a deadline."""

    model = Extension
    fields = readonly_fields = ("length", "reason", "created_by", "created_at")
    ordering = ("id",)
    max_num = 0


@admin.register(Deadline)
class DeadlineAdmin(ReadOnlyAdmin):
    """Deadlines of records, the newest first."""

    table = DeadlineTable
    fields = ("rule", "area", "started_on", "strict_on", "due_on", "paused_on", "finished_on")
    inlines = (PauseInline, ExtensionInline)
