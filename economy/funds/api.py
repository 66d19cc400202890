"""Funds in place by API."""

from __future__ import annotations

from economy.funds.actions import change_funds, record_funds, release_receipt
from economy.funds.facts import FUNDS_FACTS, RELEASE_FACTS
from economy.funds.models import FundsEntry, FundsTotal
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


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
    facts, about = FUNDS_FACTS, "project"
    create_action, change_action = record_funds, change_funds
    change_permission = "economy.add_fundsentry"
    release = acts("release", release_receipt, RELEASE_FACTS, "放开已作废记录的凭证号。")


RESOURCES = {"funds": FundsViewSet, "funds-totals": FundsTotalViewSet}
