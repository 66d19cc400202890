"""Indicators, targets and figures in the back office; figures change by their steps only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from economy.indicators.actions import set_target
from economy.indicators.models import Indicator, IndicatorTarget, RatioRule
from portal.admin import ScopedModelAdmin, column


@admin.register(Indicator)
class IndicatorAdmin(ScopedModelAdmin):
    """What the office measures."""

    list_display = (
        "name",
        "code",
        "caliber",
        "unit",
        "direction",
        column("area__name", "所属机构"),
        "is_active",
    )
    list_filter = ("caliber", "is_active")
    search_fields = ("name", "code")
    autocomplete_fields = ("area",)
    ordering = ("order", "id")
    exclude = ("created_by",)


@admin.register(IndicatorTarget)
class TargetAdmin(ScopedModelAdmin):
    """What areas are to reach in a year."""

    list_display = (column("indicator__name", "指标"), column("area__name", "区域"), "year", "value", "unit")
    list_filter = ("year",)
    search_fields = ("indicator__name", "area__name")
    autocomplete_fields = ("indicator", "area", "document")
    ordering = ("-id",)
    exclude = ("created_by",)
    export = "economy.targets"

    def save_model(self, request: HttpRequest, obj: IndicatorTarget, form: Any, change: bool) -> None:
        """Set by the action that keeps the rules."""
        made = set_target(obj.indicator, area=obj.area, year=obj.year, value=obj.value, unit=obj.unit,
                          document=obj.document, note=obj.note, by=request.user)  # fmt: skip
        obj.pk = made.pk


@admin.register(RatioRule)
class RatioRuleAdmin(ScopedModelAdmin):
    """Plausible ranges of one indicator over another."""

    list_display = (
        "name",
        column("numerator__name", "分子"),
        column("denominator__name", "分母"),
        "low_pct",
        "high_pct",
    )
    autocomplete_fields = ("numerator", "denominator", "area")
    search_fields = ("name",)
    ordering = ("id",)
    exclude = ("created_by",)
