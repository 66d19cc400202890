"""Contracts: the list, one contract, and entering it."""

from __future__ import annotations

from typing import Any

from economy.contracts.actions import record_contract
from economy.contracts.filters import ContractFilter
from economy.contracts.forms import ContractForm
from economy.contracts.models import Contract
from economy.projects.views.base import ProjectFormView, kept
from portal.site.columns import Column
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


class NewContract(ProjectFormView):
    """A signed contract of a project."""

    form_class = ContractForm
    permission = "economy.add_contract"
    title = "登记合同"
    submit = "登记"
    said = "合同已登记。"

    def save(self, form: ContractForm) -> None:
        """Keep the document and record the contract."""
        data = dict(form.cleaned_data)
        document = kept(data.pop("file"), "", self.project, self.request.user)
        amount, text = data.pop("amount")
        record_contract(
            self.project, amount=amount, amount_text=text, document=document, by=self.request.user, **data
        )
