"""Reported figures in the back office."""

from __future__ import annotations

from django.contrib import admin

from economy.reports.models import IndicatorReport
from portal.admin import ReadOnlyAdmin, column


@admin.register(IndicatorReport)
class ReportAdmin(ReadOnlyAdmin):
    """Every figure and revision, to look at and to export."""

    list_display = ("title", column("indicator__name", "指标"), "period", "cum_text", "unit", "revision_no", "state",
                    column("area__name", "区域"))  # fmt: skip
    list_filter = ("state", "is_current")
    search_fields = ("title", "note")
    ordering = ("-id",)
    export = "economy.reports"
