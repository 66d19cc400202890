"""Funds in place as files, for clerks and auditors alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from economy.funds.filters import FundsFilter
from economy.funds.models import FundsEntry
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User


class FundsExport(Export):
    """Every entry of funds in place, with where it came from and who let it count."""

    name = "economy.funds"
    title = "到位资金"
    permission = "economy.export_fundsentry"
    model = FundsEntry
    filterset = FundsFilter
    columns = (
        Column("project_code", "项目编号", "project__code", kind="code"),
        Column("project", "项目", "project__name"),
        Column("area", "所在区域", "area__name"),
        Column("received_on", "到账日期"),
        Column("period", "计入月份", kind="code"),
        Column("amount", "金额"),
        Column("currency", "单位"),
        Column("source_region_code", "资金来源区划", kind="code"),
        Column("district_code", "项目所在区县", kind="code"),
        Column("is_out_of_district", "区外资金"),
        Column("is_out_of_province", "省外资金"),
        Column("payer", "付款方"),
        Column("receipt_no", "凭证号", kind="code"),
        Column("state", "状态"),
        Column("submitted_by", "填报人", "submitted_by__full_name"),
        Column("reviewed_by", "审核人", "reviewed_by__full_name"),
        Column("counted_at", "计入时间"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
