"""Funds in place as files, for clerks and auditors alike."""

from __future__ import annotations

from economy.funds.tables import FundsTable, FundsTotalTable, StatementTable
from portal.exchange.outgoing import Export


class FundsExport(Export):
    """Every entry of funds in place."""

    name = "economy.funds"
    permission = "economy.export_fundsentry"
    table = FundsTable


class FundsTotalExport(Export):
    """The totals by area and month."""

    name = "economy.funds_totals"
    permission = "economy.export_fundsentry"
    table = FundsTotalTable


class StatementExport(Export):
    """What ledgers stated."""

    name = "economy.funds_statements"
    permission = "economy.export_fundsentry"
    table = StatementTable
