"""The carriers that maps show."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from economy.premises.models import IndustrialCarrier
from portal.site.public_side import PublicSide

MOST_CARRIERS = 1_000


def carriers_on_map(carriers: QuerySet) -> list[dict[str, Any]]:
    """Carriers to be marked."""
    found = carriers.filter(lat__isnull=False).order_by("pk")[:MOST_CARRIERS]
    return list(found.values("pk", "name", "lon", "lat"))


def published_carriers(side: PublicSide) -> QuerySet:
    """The carriers on an office's public layer, for everybody."""
    return side.narrow(IndustrialCarrier.objects.published().with_room()).select_related("area")
