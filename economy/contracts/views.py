"""Contracts: the list, one contract, and entering it."""

from __future__ import annotations

from economy.contracts.actions import record_contract
from economy.contracts.forms import ContractForm
from economy.contracts.tables import ContractTable
from economy.projects.views.base import ProjectFormView, kept
from portal.site.lists import RecordList
from portal.site.records import RecordPage


class ContractList(RecordList):
    """Every contract one may see, newest first."""

    table = ContractTable
    export = "economy.contracts"
    empty = "没有合同。在项目页里登记。"


class ContractPage(RecordPage):
    """One contract."""

    table = ContractTable
    related = ("area", "project", "document", "created_by")
    illustrative = "示例拆分，非官方公布"
    facts = ("project", "type", "amount", "amount_text", "signed_text", "party", "source_region_code", "number",
             "created_by", "document", "note")  # fmt: skip


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
