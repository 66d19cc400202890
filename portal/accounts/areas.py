"""Questions about areas that several mechanisms ask."""

from __future__ import annotations

from portal.accounts.models import Area
from portal.figures.computed import shared


@shared
def topmost(areas: frozenset[int]) -> int | None:
    """The one area that holds the others; None of none."""
    return Area.objects.filter(pk__in=areas).order_by("depth").values_list("pk", flat=True).first()
