"""What the map shows on the public home."""

from __future__ import annotations

from typing import Any

from economy.parcels.queries import published_parcels
from economy.premises.queries import published_carriers
from portal.site.public_panels import public_panel
from portal.site.public_side import PublicSide


@public_panel("招商地图", template="economy/map/panel.html", order=20)
def offers(side: PublicSide) -> dict[str, Any] | None:
    """How much land and how many carriers the office offers, with the way to the map; None when it offers none."""
    parcels, carriers = published_parcels(side).count(), published_carriers(side).count()
    return {"parcels": parcels, "carriers": carriers} if parcels or carriers else None
