"""How many figures stand published, as an indicator."""

from __future__ import annotations

from decimal import Decimal

from economy.reports.models import IndicatorReport
from economy.reports.tables import ReportTable
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.published_figures", unit=Unit.ITEM)
def published_figures(areas: frozenset[int], period: Period) -> Computation:
    """How many figures of the year up to the period stand published."""
    months = {"period__gte": f"{period.year}-01", "period__lte": period.code}
    count = IndicatorReport.objects.standing().filter(area__in=areas, **months).count()
    return Computation(Decimal(count), ReportTable.link(areas=areas, is_current=True, **months))
