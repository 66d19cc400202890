"""What pages read about where money came from."""

from __future__ import annotations

from datetime import date

from economy.regions.models import SourceRegion
from portal.accounts.models import Area


def region_name(code: str, on: date) -> str:
    """The full name a region had on a day; of the portal's own areas where the table has none."""
    name = SourceRegion.objects.in_force(on).filter(code=code).values_list("full_name", flat=True).first()
    return (
        name
        or Area.objects.filter(code=f"{code}000000").values_list("name", flat=True).first()
        or "区划表里没有的地方"
    )
