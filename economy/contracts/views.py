"""Contracts: the list, one contract, and entering it."""

from __future__ import annotations

from typing import Any

from economy.contracts.actions import record_contract
from economy.contracts.facts import CONTRACT_FACTS
from economy.contracts.filters import ContractFilter
from economy.contracts.models import Contract
from economy.projects.models import STANDING, Project
from portal.site.columns import Column
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage

WAN: dict[str, Any] = {"kind": "number", "unit": "万元"}


class ContractList(RecordList):
    """Every contract one may see, newest first."""

    model = Contract
    title = "项目合同"
    columns = (
        Column("项目", "project__name"),
        Column("合同类型", "type", kind="choice"),
        Column("合同金额", "amount", **WAN),
        Column("签约时间", "signed_text"),
        Column("签约对方", "party"),
        Column("状态", "state", kind="state"),
        Column("区域", "area__name"),
    )
    filterset_class = ContractFilter
    record_url = "economy:contract"
    export = "economy.contracts"
    empty = "没有合同。在项目页里登记。"


class ContractPage(RecordPage):
    """One contract."""

    model = Contract
    related = ("area", "project", "document", "created_by")
    list_url = "economy:contracts"
    template_name = "economy/contracts/contract.html"
    facts = (
        Fact("项目", "project", url=lambda contract: contract.project.get_absolute_url()),
        Fact("合同类型", "type", kind="choice"),
        Fact("合同金额", "amount", kind="number", unit="万元"),
        Fact("合同金额（原样）", "amount_text"),
        Fact("签约时间", "signed_text"),
        Fact("签约对方", "party"),
        Fact("投资方所在区划", "source_region_code"),
        Fact("合同编号", "number"),
        Fact("登记人", "created_by"),
        Fact("合同文本", "document", wide=True,
             url=lambda contract: contract.document and contract.document.get_absolute_url()),
        Fact("备注", "note", wide=True),
    )  # fmt: skip


class NewContract(FormPage):
    """A signed contract of a project."""

    about, permission, facts, action = Project, "economy.add_contract", CONTRACT_FACTS, record_contract
    title, submit, said = "登记合同", "登记", "合同已登记。"
    states, list_url = STANDING, "economy:projects"

    def leads_to(self, result: Contract) -> Project:
        """The project, whose contracts it shows."""
        return self.record
