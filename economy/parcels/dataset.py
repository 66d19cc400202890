"""The land uses of the country, the same for every office."""

from __future__ import annotations

from pathlib import Path

from economy.parcels.models import LandUseCode
from portal.accounts.dataset import rows

STANDARD = Path(__file__).resolve().parents[1] / "data" / "land-uses.csv"


def load(folder: Path) -> None:
    """Load the land uses; they are in no folder."""
    load_land_uses()


def load_land_uses() -> None:
    """The national classification, which comes with the portal and is the same for every office."""
    known = set(LandUseCode.objects.values_list("code", flat=True))
    LandUseCode.objects.bulk_create(
        [LandUseCode(**row) for row in rows(STANDARD) if row["code"] not in known]
    )
