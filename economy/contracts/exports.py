"""Contracts as files, for clerks and auditors alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from economy.contracts.filters import ContractFilter
from economy.contracts.models import Contract
from portal.exchange.outgoing import Column, Export

if TYPE_CHECKING:
    pass


class ContractExport(Export):
    """Every contract with its type; voided ones say so."""

    name = "economy.contracts"
    title = "项目合同"
    permission = "economy.export_contract"
    model = Contract
    filterset = ContractFilter
    columns = (
        Column("project_code", "项目编号", "project__code", kind="code"),
        Column("project", "项目", "project__name"),
        Column("number", "合同编号", kind="code"),
        Column("type", "合同类型"),
        Column("amount", "合同金额（万元）"),
        Column("amount_text", "合同金额（原样）", kind="code"),
        Column("signed_text", "签约时间（原样）", kind="code"),
        Column("signed_month", "计入月份", kind="code"),
        Column("party", "签约对方"),
        Column("source_region_code", "投资方所在区划", kind="code"),
        Column("state", "状态"),
        Column("document", "合同文本", "document__title"),
        Column("note", "备注"),
        Column("is_illustrative", "示例数据"),
    )
