"""The office's part of a folder of data: `office.csv` (area_code, name, phone, address, hours, filing_number)."""

from __future__ import annotations

from pathlib import Path

from portal.accounts.dataset import rows
from portal.accounts.models import Area
from portal.site.models import Office

FIELDS = ("name", "phone", "address", "hours", "filing_number")


def load(folder: Path) -> None:
    """Load the offices; one already there is brought up to date."""
    for row in rows(folder / "office.csv"):
        area = Area.objects.get(code=row["area_code"])
        Office.objects.update_or_create(area=area, defaults={name: row.get(name) or "" for name in FIELDS})
