"""Questions about areas that several rooms ask."""

from __future__ import annotations

from portal.accounts.models import Area
from portal.figures.computed import shared


@shared
def area_filter(areas: frozenset[int]) -> dict[str, str]:
    """The one area that holds the others, as the lists filter by it."""
    top = Area.objects.filter(pk__in=areas).order_by("depth").values_list("pk", flat=True).first()
    return {"area": str(top)} if top else {}
