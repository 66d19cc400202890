"""Funds in place by API."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from economy.funds.actions import Evidence, change_funds, record_funds, release_receipt
from economy.funds.models import FundsEntry
from economy.funds.serializers import FundsChange, FundsInput, ReleaseInput
from economy.funds.tables import FundsTable, FundsTotalTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet


class FundsTotalViewSet(ScopedViewSet):
    """Counted funds by area and month, as the database keeps them."""

    table = FundsTotalTable


class FundsViewSet(Creates, Changes, ScopedViewSet):
    """Funds in place; an entry counts once somebody else has reviewed it."""

    table = FundsTable
    create_input = FundsInput
    change_input = FundsChange
    change_permission = "economy.add_fundsentry"
    release_input = ReleaseInput

    def perform_create(self, data: dict[str, Any]) -> FundsEntry:
        """Enter it as a draft."""
        evidence = [Evidence(**one) for one in data.pop("evidence", ())]
        return record_funds(data.pop("project"), by=self.request.user, evidence=evidence, **data)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change the draft."""
        confirmed = data.pop("confirmed", False)
        change_funds(record, data, by=self.request.user, confirmed=confirmed)

    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """放开已作废记录的凭证号。"""
        entry = self.record(int(pk))
        release_receipt(entry, by=request.user, **self.read(self.release_input))
        return Response(self.row(entry.pk))


RESOURCES = {"funds": FundsViewSet, "funds-totals": FundsTotalViewSet}
