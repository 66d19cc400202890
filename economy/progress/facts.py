"""What may be entered of completed investment."""

from __future__ import annotations

from economy.progress.models import ProjectProgress
from portal.records.facts import CONFIRMED, Given, facts
from portal.records.kinds import Money, Month

PROGRESS_FACTS = facts(
    ProjectProgress,
    Given("period", Month(), most=20),
    Given("completed", Money(least=0)),
    "fall_reason",
    "note",
    CONFIRMED,
)
