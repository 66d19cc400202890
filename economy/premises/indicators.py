"""How full the carriers are, as an indicator."""

from __future__ import annotations

from django.db.models import Sum

from economy.parcels.indicators import NOT_KEPT, is_now
from economy.premises.models import IndustrialCarrier, occupancy
from economy.premises.tables import CarrierTable
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.carrier_occupancy", unit=Unit.PERCENT)
def carrier_occupancy(areas: frozenset[int], period: Period) -> Computation:
    """入驻率: leased floor area of all carriers over their total, not the mean of their rates."""
    url = CarrierTable.link(areas=areas)
    if not is_now(period):
        return Computation(None, url, NOT_KEPT)
    sums = IndustrialCarrier.objects.filter(area__in=areas).aggregate(
        leased=Sum("leased_m2"), total=Sum("floor_area_total_m2")
    )
    return Computation(occupancy(sums["leased"], sums["total"]), url, "没有登记产业载体")
