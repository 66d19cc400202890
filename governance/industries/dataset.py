"""The classification of industries that comes with the portal; the same for every office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from governance.industries.actions import IndustryLine, load_industries
from portal.accounts.dataset import rows
from portal.attachments.folders import day_in

STANDARD = Path(__file__).parents[1] / "data" / "gbt4754-2017.csv"


def load(folder: Path) -> None:
    """Load the lines that come with the portal, whatever the folder; those already there stay."""
    load_industries(list(lines_of(STANDARD)))


def lines_of(path: Path) -> Iterator[IndustryLine]:
    """The lines of a CSV file with section, code, name, valid_from and valid_to."""
    for number, row in enumerate(rows(path), start=2):
        yield IndustryLine(
            section=row["section"].strip(), code=row["code"].strip(), name=row["name"].strip(),
            valid_from=day_in(row.get("valid_from")), valid_to=day_in(row.get("valid_to")), row=number,
        )  # fmt: skip
