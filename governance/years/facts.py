"""What may be entered of an enterprise's year."""

from __future__ import annotations

from governance.years.models import EnterpriseYear
from portal.records.facts import Given, facts
from portal.records.kinds import Money, Whole

YEAR_FACTS = facts(
    EnterpriseYear,
    Given("year", Whole(least=1990, largest=2100)),
    Given("revenue", Money(least=0)),
    "tax",
    Given("employment", Whole(least=0, largest=9_999_999)),
    "is_above_designated_size",
    "note",
)
