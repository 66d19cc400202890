"""The table of regions money may come from; the same for every office."""

from __future__ import annotations

from pathlib import Path

from economy.regions.actions import RegionLine, load_regions
from portal.accounts.dataset import rows

EDITION = Path(__file__).parents[1] / "data" / "regions-2023.csv"


def load(folder: Path) -> None:
    """Load the regions; they are in no folder."""
    load_region_table()


def load_region_table() -> int:
    """Load the provinces, cities and counties that come with the portal (edition of 2023); those there stay."""
    lines = [
        RegionLine(code=row["code"], name=row["name"], full_name=row["full_name"], level=int(row["level"]))
        for row in rows(EDITION)
    ]
    return load_regions(lines)
