"""Contracts as files, for clerks and auditors alike."""

from __future__ import annotations

from economy.contracts.tables import ContractTable
from portal.exchange.outgoing import Export


class ContractExport(Export):
    """Every contract; voided ones say so."""

    name = "economy.contracts"
    permission = "economy.export_contract"
    table = ContractTable
