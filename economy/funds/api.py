"""Funds in place by API."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from economy.funds.actions import Evidence, change_funds, record_funds, release_receipt
from economy.funds.models import FundsEntry, FundsTotal
from economy.funds.serializers import FundsChange, FundsInput, ReleaseInput
from portal.api.viewsets import Changes, Creates, ScopedViewSet


class FundsTotalViewSet(ScopedViewSet):
    """Counted funds by area and month, as the database keeps them."""

    model = FundsTotal
    columns = (
        "id", "area", "area__name", "period", "entries", "in_place", "out_of_district", "out_of_province", "foreign_usd",
    )  # fmt: skip
    filters = {"area": ["exact"], "period": ["exact", "gte", "lte"]}


class FundsViewSet(Creates, Changes, ScopedViewSet):
    """Funds in place; an entry counts once somebody else has reviewed it."""

    model = FundsEntry
    columns = (
        "id", "project", "project__name", "area", "received_on", "period", "currency", "amount", "source_region_code",
        "is_out_of_district", "is_out_of_province", "receipt_no", "state", "is_illustrative",
    )  # fmt: skip
    detail_columns = (
        "district_code", "payer", "note", "receipt_released", "submitted_by", "submitted_at", "reviewed_by", "counted_at",
        "created_at",
    )  # fmt: skip
    filters = {
        "project": ["exact"], "area": ["exact"], "state": ["exact", "in"], "period": ["exact", "gte", "lte"],
        "currency": ["exact"], "is_out_of_district": ["exact"], "is_out_of_province": ["exact"],
        "is_illustrative": ["exact"], "source_region_code": ["exact"],
    }  # fmt: skip
    orderings = ("id", "received_on")
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
