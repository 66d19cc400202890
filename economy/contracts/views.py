"""Contracts: the list, one contract, and entering it."""

from __future__ import annotations

from economy.contracts.actions import record_contract
from economy.contracts.facts import CONTRACT_FACTS
from economy.contracts.models import Contract
from economy.contracts.tables import ContractTable
from economy.projects.models import STANDING, Project
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import RecordPage


class ContractList(RecordList):
    """Every contract one may see, newest first."""

    table = ContractTable
    empty = "没有合同。在项目页里登记。"


class ContractPage(RecordPage):
    """One contract."""

    table = ContractTable
    related = ("area", "project", "document", "created_by")
    illustrative = "示例拆分，非官方公布"
    facts = ("project", "type", "amount", "amount_text", "signed_text", "party", "source_region_code", "number",
             "created_by", "document", "note")  # fmt: skip


class NewContract(FormPage):
    """A signed contract of a project."""

    about, permission, facts, action = Project, "economy.add_contract", CONTRACT_FACTS, record_contract
    title, submit, said = "登记合同", "登记", "合同已登记。"
    states = STANDING

    def leads_to(self, result: Contract) -> Project:
        """The project, whose contracts it shows."""
        return self.record
