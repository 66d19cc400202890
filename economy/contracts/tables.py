"""What there is to read of contracts."""

from __future__ import annotations

from economy.contracts.models import Contract
from portal.records.columns import Col
from portal.records.tables import Table


class ContractTable(Table):
    """Every contract with its type; voided ones say so."""

    model = Contract
    exported_as = "economy.contracts"
    in_back_office = True
    columns = (
        "project__code", "project", "area", "number", "type", "amount", "amount_text",
        Col("signed_text", heading="签约时间"), "signed_month", "party", "source_region_code", "state", "document", "note",
        "is_illustrative",
    )  # fmt: skip
    details = ("signed_on", "signed_precision", "created_at")
    on_page = ("project", "type", "amount", "signed_text", "party", "state", "area")
    filters = {
        "area": (), "project": ("exact",), "type": ("exact", "in"), "state": ("exact", "in"),
        "signed_month": ("exact", "gte", "lte"), "is_illustrative": ("exact",),
    }  # fmt: skip
    narrowed_by = ("area", "type", "state", "signed_month__gte", "signed_month__lte")
    search_fields = ("number", "party")
    search_label = "搜合同编号、签约对方"
    listed_at, opens_at = "economy:contracts", "economy:contract"
