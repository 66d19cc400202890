"""When a project was first signed: it says in which year the project counts, once."""

from __future__ import annotations

from typing import Any

from economy.projects.dates import counted_month
from economy.projects.models import RANK, Project, ProjectStage
from portal.exchange.intake.kinds import PartialDate
from portal.writing import locked, saved


def settle_signing_of(project: Project) -> None:
    """Let the project's signing be the first one on record: of its standing contracts and its stage records."""
    locked(project)
    first = _first_signing(project)
    changes: dict[str, Any] = {"signed_on": None, "signed_text": "", "signed_month": ""}
    if first is not None:
        found, text = first
        changes = {"signed_on": found.day, "signed_text": text, "signed_month": counted_month(found)}
    for name, value in changes.items():
        setattr(project, name, value)
    saved(project)


def _first_signing(project: Project) -> tuple[PartialDate, str] | None:
    """The earliest signing; of two in one year, the one that says more than the year."""
    contracts = project.contracts.standing()
    marks: list[Any] = list(contracts.values_list("signed_on", "signed_precision", "signed_text"))
    if project.reached >= RANK[ProjectStage.SIGNED]:
        records = project.milestones.filter(stage=ProjectStage.SIGNED, on__isnull=False)
        marks += records.values_list("on", "precision", "text")
    if not marks:
        return None
    day, precision, text = min(marks, key=lambda mark: (mark[0].year, mark[1] == "year", mark[0]))
    return PartialDate(day, precision), text
