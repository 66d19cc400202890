"""What a project's page shows of its contracts."""

from __future__ import annotations

from economy.contracts.tables import ContractTable
from economy.projects.rules import stands
from portal.site.records import Offer
from portal.site.sections import Section, on_page_of

NEW_CONTRACT = Offer("登记合同", "economy:new_contract", "economy.add_contract", icon="plus-lg", when=stands)

on_page_of(
    "economy.Project",
    Section(
        ContractTable, "project", title="合同", columns=("type", "amount", "signed_text", "party", "state"),
        ordering="signed_on", offers=(NEW_CONTRACT,), empty="还没有合同。", order=30,
    ),
)  # fmt: skip
