"""What there is to read of funds in place."""

from __future__ import annotations

from economy.funds.models import EDITABLE, FundsEntry, FundsStatement, FundsTotal
from portal.records.columns import Col
from portal.records.tables import Table


class FundsTable(Table):
    """Every entry, with where the money came from and who let it count."""

    model = FundsEntry
    exported_as = "economy.funds"
    columns = (
        "project__code", "project", "area", "received_on", "period", "amount",
        Col("currency", "单位", because="币种说的就是金额的单位"),
        "source_region_code", "district_code",
        Col("is_out_of_district", heading="区外"), Col("is_out_of_province", heading="省外"),
        "payer", "receipt_no", "state", "submitted_by", "reviewed_by", "counted_at", "note",
        Col("is_illustrative", heading="示例"),
    )  # fmt: skip
    details = ("receipt_released", "submitted_at", "created_at")
    on_page = ("project", "received_on", "amount", "currency", "source_region_code", "is_out_of_district",
               "is_out_of_province", "receipt_no", "state", "is_illustrative")  # fmt: skip
    filters = {
        "area": (), "project": ("exact",), "state": ("exact", "in"), "period": ("exact", "gte", "lte"),
        "received_on": ("gte", "lte"), "currency": ("exact",), "is_out_of_district": ("exact",),
        "is_out_of_province": ("exact",), "source_region_code": ("exact",), "is_illustrative": ("exact",),
    }  # fmt: skip
    narrowed_by = ("area", "project", "state", "period__gte", "period__lte", "is_out_of_district", "is_out_of_province",
                   "currency")  # fmt: skip
    orders = {"received_on": ""}
    search_label = "搜凭证号、付款方、说明"
    listed_at, opens_at = "economy:funds", "economy:funds_entry"
    open_states = frozenset(EDITABLE)


class FundsTotalTable(Table):
    """The totals the database keeps, to compare with the entries."""

    model = FundsTotal
    exported_as = "economy.funds_totals"
    export_permission = "economy.export_fundsentry"
    served_as = "funds-totals"
    in_back_office = True
    columns = ("area", "period", "entries", "in_place", "out_of_district", "out_of_province", "foreign_usd")
    filters = {"area": (), "period": ("exact", "gte", "lte")}
    narrowed_by = ("area", "period__gte", "period__lte")


class StatementTable(Table):
    """What ledgers state without receipts."""

    model = FundsStatement
    exported_as = "economy.funds_statements"
    export_permission = "economy.export_fundsentry"
    in_back_office = True
    columns = (
        "project__code",
        "project",
        "area",
        "year",
        "in_place",
        "out_of_district",
        "out_of_province",
        "document",
        "note",
    )
    on_page = ("project", "year", "in_place", "out_of_district", "out_of_province")
    filters = {"area": (), "project": ("exact",), "year": ("exact", "gte", "lte")}
    narrowed_by = ("area", "year")
