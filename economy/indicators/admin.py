"""Indicators, targets and ratio rules in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from economy.indicators.actions import set_target
from economy.indicators.models import Indicator, IndicatorTarget, RatioRule
from economy.indicators.tables import IndicatorTable, RatioRuleTable, TargetTable
from portal.accounts.requests import user_of
from portal.admin import ScopedModelAdmin


@admin.register(Indicator)
class IndicatorAdmin(ScopedModelAdmin):
    """What the office measures."""

    table = IndicatorTable
    autocomplete_fields = ("area",)
    ordering = ("order", "id")
    exclude = ("created_by",)


@admin.register(IndicatorTarget)
class TargetAdmin(ScopedModelAdmin):
    """What areas are to reach in a year."""

    table = TargetTable
    autocomplete_fields = ("indicator", "area", "document")
    exclude = ("created_by",)

    def save_model(self, request: HttpRequest, obj: IndicatorTarget, form: Any, change: bool) -> None:
        """Set by the action that keeps the rules."""
        made = set_target(obj.indicator, area=obj.area, year=obj.year, value=obj.value, unit=obj.unit,
                          document=obj.document, note=obj.note, by=user_of(request))  # fmt: skip
        obj.pk = made.pk


@admin.register(RatioRule)
class RatioRuleAdmin(ScopedModelAdmin):
    """Plausible ranges of one indicator over another."""

    table = RatioRuleTable
    autocomplete_fields = ("numerator", "denominator", "area")
    ordering = ("id",)
    exclude = ("created_by",)
