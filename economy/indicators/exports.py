"""Indicators, targets and ratio rules as files."""

from __future__ import annotations

from economy.indicators.tables import IndicatorTable, RatioRuleTable, TargetTable
from portal.exchange.outgoing import Export


class IndicatorExport(Export):
    """What the office measures."""

    name = "economy.indicators"
    permission = "economy.export_indicatortarget"
    table = IndicatorTable


class TargetExport(Export):
    """The targets of every year."""

    name = "economy.targets"
    permission = "economy.export_indicatortarget"
    table = TargetTable


class RatioRuleExport(Export):
    """Plausible ranges."""

    name = "economy.ratio_rules"
    permission = "economy.export_indicatortarget"
    table = RatioRuleTable
