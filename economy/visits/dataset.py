"""An office's visits from a folder of data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from economy.projects.models import Project
from economy.visits.actions import record_visit
from portal.accounts.dataset import rows
from portal.accounts.models import User


def load(folder: Path) -> None:
    """Load `visits`; those of a project that has some already stay as they are."""
    for row in rows(folder / "visits.csv"):
        project = Project.objects.filter(name=row["project"]).first()
        officer = User.objects.filter(username=row["officer"]).first()
        if project and officer and not project.visits.filter(visited_on=row["on"]).exists():
            record_visit(project, visited_on=date.fromisoformat(row["on"]), need=row["need"], answer=row["answer"], by=officer,
                         settled_on=date.fromisoformat(row["settled"]) if row["settled"] else None, is_illustrative=True)  # fmt: skip
