"""Reported figures in the back office; they change by their steps only."""

from __future__ import annotations

from django.contrib import admin

from economy.reports.models import IndicatorReport
from economy.reports.tables import ReportTable
from portal.admin import ReadOnlyAdmin


@admin.register(IndicatorReport)
class ReportAdmin(ReadOnlyAdmin):
    """Every figure and revision, to look at and to export."""

    table = ReportTable
