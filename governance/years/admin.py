"""An enterprise's figures by year, in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from governance.years.actions import FIGURES, record_year
from governance.years.models import EnterpriseYear
from portal.admin import ScopedModelAdmin, ScopedTabularInline, column


class EnterpriseYearInline(ScopedTabularInline):
    """The annual figures, to look at."""

    model = EnterpriseYear
    fields = readonly_fields = ("year", "revenue", "tax", "employment", "is_above_designated_size", "note")
    ordering = ("-year",)
    max_num = 0
    verbose_name_plural = "年度数据"


@admin.register(EnterpriseYear)
class EnterpriseYearAdmin(ScopedModelAdmin):
    """Annual figures of enterprises."""

    list_display = (
        column("enterprise__name", "企业"),
        "year",
        "revenue",
        "tax",
        "employment",
        "is_above_designated_size",
    )
    list_filter = ("year", "is_above_designated_size")
    search_fields = ("enterprise__name",)
    autocomplete_fields = ("enterprise",)
    ordering = ("-id",)
    fields = ("enterprise", "year", *FIGURES)
    export = "governance.enterprise_years"

    def save_model(self, request: HttpRequest, obj: EnterpriseYear, form: Any, change: bool) -> None:
        """Recorded by the action that keeps the rules."""
        given = form.cleaned_data
        figures = {name: given[name] for name in FIGURES}
        obj.pk = record_year(given["enterprise"], year=given["year"], by=request.user, **figures).pk
