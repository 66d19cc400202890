"""What was signed, as indicators."""

from __future__ import annotations

from decimal import Decimal

from economy.contracts.models import ContractType
from economy.contracts.queries import signed_amount, signed_count
from economy.projects.tables import ProjectTable
from portal.figures.computed import Computation, computed
from portal.figures.exact import CONTEXT, ZERO
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.contract_amount", unit=Unit.YI_YUAN)
def contract_amount(areas: frozenset[int], period: Period) -> Computation:
    """签约总金额 of the projects first signed in the year, all contract types, in 亿元; each project once."""
    return _signed(areas, period, None)


@computed("economy.formal_contract_amount", unit=Unit.YI_YUAN)
def formal_contract_amount(areas: frozenset[int], period: Period) -> Computation:
    """The same, formal contracts only."""
    return _signed(areas, period, ContractType.FORMAL)


@computed("economy.projects_signed", unit=Unit.ITEM)
def projects_signed(areas: frozenset[int], period: Period) -> Computation:
    """How many projects were first signed from January to the month."""
    count = signed_count(areas, period.year, period.end_month)
    return Computation(Decimal(count), ProjectTable.link(areas=areas, **_signed_between(period)))


def _signed(areas: frozenset[int], period: Period, only: ContractType | None) -> Computation:
    found = signed_amount(areas, period.year, up_to_month=period.end_month)
    url = ProjectTable.link(areas=areas, **_signed_between(period))
    if not found.projects:
        return Computation(None, url, f"{period}没有签约的项目")
    amount = found.total if only is None else found.by_type.get(only, ZERO)
    return Computation(CONTEXT.scaleb(amount, -4).normalize(CONTEXT), url)


def _signed_between(period: Period) -> dict[str, str]:
    return {"signed_month__gte": f"{period.year}-01", "signed_month__lte": period.code}
