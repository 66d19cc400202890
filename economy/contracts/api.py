"""Contracts by API."""

from __future__ import annotations

from typing import Any

from economy.contracts.actions import record_contract
from economy.contracts.models import Contract
from economy.contracts.serializers import ContractInput
from economy.contracts.tables import ContractTable
from portal.api.viewsets import Creates, ScopedViewSet


class ContractViewSet(Creates, ScopedViewSet):
    """Signed contracts."""

    table = ContractTable
    create_input = ContractInput

    def perform_create(self, data: dict[str, Any]) -> Contract:
        """Record it."""
        return record_contract(data.pop("project"), by=self.request.user, **data)


RESOURCES = {"contracts": ContractViewSet}
