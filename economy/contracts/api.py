"""Contracts by API."""

from __future__ import annotations

from economy.contracts.actions import record_contract
from economy.contracts.facts import CONTRACT_FACTS
from economy.contracts.models import Contract
from portal.api.viewsets import Creates, ScopedViewSet


class ContractViewSet(Creates, ScopedViewSet):
    """Signed contracts."""

    model = Contract
    columns = (
        "id", "project", "project__name", "number", "type", "amount", "amount_text", "signed_text", "signed_month",
        "party", "source_region_code", "state", "is_illustrative",
    )  # fmt: skip
    detail_columns = ("signed_on", "signed_precision", "document", "note", "created_at")
    filters = {
        "project": ["exact"], "area": ["exact"], "type": ["exact"], "state": ["exact"],
        "signed_month": ["exact", "gte", "lte"],
    }  # fmt: skip
    facts, about, create_action = CONTRACT_FACTS, "project", record_contract


RESOURCES = {"contracts": ContractViewSet}
