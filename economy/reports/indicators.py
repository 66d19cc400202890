"""How many figures stand published, as an indicator."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from economy.reports.models import IndicatorReport
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.published_figures", unit=Unit.ITEM)
def published_figures(areas: frozenset[int], period: Period) -> Computation:
    """How many figures of the year up to the period stand published."""
    count = IndicatorReport.objects.standing().filter(
        area__in=areas, period__gte=f"{period.year}-01", period__lte=period.code
    ).count()  # fmt: skip
    filters = urlencode({"period_from": f"{period.year}-01", "period_to": period.code, "standing": "true"})
    return Computation(Decimal(count), f"{reverse('economy:reports')}?{filters}")
