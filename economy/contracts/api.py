"""Contracts by API."""

from __future__ import annotations

from economy.contracts.actions import record_contract
from economy.contracts.facts import CONTRACT_FACTS
from economy.contracts.tables import ContractTable
from portal.api.viewsets import Creates, ScopedViewSet


class ContractViewSet(Creates, ScopedViewSet):
    """Signed contracts."""

    table = ContractTable
    facts, about, create_action = CONTRACT_FACTS, "project", record_contract


RESOURCES = {"contracts": ContractViewSet}
