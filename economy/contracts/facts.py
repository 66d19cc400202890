"""What may be entered of a contract."""

from __future__ import annotations

from economy.contracts.models import Contract, ContractType
from economy.projects.dates import as_written
from portal.records.facts import CONFIRMED, Given, facts
from portal.records.kinds import Money, Paper, Text

CONTRACT_FACTS = facts(
    Contract,
    Given("type", initial=ContractType.FORMAL),
    Given("amount", Money(written="amount_text")),
    Given("signed_on", Text(), read=as_written, most=20, example="2017.6"),
    "party",
    Given("source_region_code", example="110105"),
    "number",
    Given("document", Paper()),
    "note",
    CONFIRMED,
)
