"""Indicators that the portal computes from the records of this app."""

from __future__ import annotations

from economy.funds.queries import funds_received
from economy.funds.tables import FundsTable
from portal.figures.computed import Computation, computed
from portal.figures.exact import CONTEXT
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.out_of_district_funds", unit=Unit.YI_YUAN)
def out_of_district_funds(areas: frozenset[int], period: Period) -> Computation:
    """区外资金 from January to the month: counted entries whose source lies outside the district, in 亿元.

    Read from the totals the database keeps with every entry, so it costs the same over a million of them.
    """
    return _funds(areas, period, "out_of_district", {"is_out_of_district": "true"})


@computed("economy.out_of_province_funds", unit=Unit.YI_YUAN)
def out_of_province_funds(areas: frozenset[int], period: Period) -> Computation:
    """省外资金, the part of the same from outside the province, in 亿元."""
    return _funds(areas, period, "out_of_province", {"is_out_of_province": "true"})


@computed("economy.funds_in_place", unit=Unit.YI_YUAN)
def funds_in_place(areas: frozenset[int], period: Period) -> Computation:
    """到位资金 from January to the month, wherever it came from, in 亿元; foreign capital stands apart."""
    return _funds(areas, period, "in_place", {"currency": "cny"})


@computed("economy.foreign_capital", unit=Unit.WAN_US_DOLLAR)
def foreign_capital(areas: frozenset[int], period: Period) -> Computation:
    """实际利用外资 from January to the month, in 万美元; never added to domestic money nor converted into it."""
    return _funds(areas, period, "foreign_usd", {"currency": "usd"}, to_yi=False)


def _funds(
    areas: frozenset[int], period: Period, name: str, filters: dict[str, str], *, to_yi: bool = True
) -> Computation:
    first, last = f"{period.year}-01", period.code
    sums = funds_received(areas, first, last)
    url = FundsTable.link(areas=areas, state="counted", period__gte=first, period__lte=last, **filters)
    if not sums["entries"]:
        return Computation(None, url, f"{period}没有已计入的到位资金")
    return Computation(CONTEXT.scaleb(sums[name], -4 if to_yi else 0).normalize(CONTEXT), url)
