"""What the dashboard reads from land: occupancy of carriers, tax and investment per 亩, land on offer.

Registers hold only what is so now, so occupancy, investment and land on offer are known for the current month and
the months after the last look, never for an earlier one; tax stands with its year.
"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from economy.parcels.models import LandParcel, ParcelState, in_mu, per_mu
from economy.parcels.tables import ParcelTable
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit

NOT_KEPT = "登记册只保留现在的情况，以前月份的数没有留存"


@computed("economy.tax_per_mu", unit=Unit.WAN_YUAN)
def tax_per_mu(areas: frozenset[int], period: Period) -> Computation:
    """亩均税收: tax of the year over the area of the parcels whose tax is known, 万元 per 亩."""
    rows = LandParcel.objects.standing().filter(area__in=areas, tax_year=period.year, tax_wan__isnull=False)
    sums = rows.aggregate(wan=Sum("tax_wan"), m2=Sum("area_m2"))
    return Computation(
        per_mu(sums["wan"], sums["m2"]),
        ParcelTable.link(areas=areas, tax_year=period.year, standing=True),
        f"没有登记{period.year}年税收的地块",
    )


@computed("economy.investment_per_mu", unit=Unit.WAN_YUAN)
def investment_per_mu(areas: frozenset[int], period: Period) -> Computation:
    """投资强度: money spent over the area of the parcels built on, 万元 per 亩; parcels without a figure left out."""
    url = ParcelTable.link(areas=areas, state=ParcelState.BUILT)
    if not is_now(period):
        return Computation(None, url, NOT_KEPT)
    rows = LandParcel.objects.filter(area__in=areas, state=ParcelState.BUILT, invested_wan__isnull=False)
    sums = rows.aggregate(wan=Sum("invested_wan"), m2=Sum("area_m2"))
    return Computation(per_mu(sums["wan"], sums["m2"]), url, "没有登记已投资的建成地块")


@computed("economy.land_on_offer", unit=Unit.MU)
def land_on_offer(areas: frozenset[int], period: Period) -> Computation:
    """Net land an investor can have, in 亩."""
    url = ParcelTable.link(areas=areas, state=ParcelState.NET_LAND)
    if not is_now(period):
        return Computation(None, url, NOT_KEPT)
    m2 = LandParcel.objects.on_offer().filter(Q(area__in=areas)).aggregate(m2=Sum("area_m2"))["m2"]
    return Computation(in_mu(m2 or Decimal(0)), url)


def is_now(period: Period) -> bool:
    """Whether the period's last month has not ended before this one."""
    return period.ends_on >= timezone.localdate().replace(day=1)
