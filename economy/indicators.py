"""Indicators that the portal computes from the records of this app."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from economy.models import ClusterMembership, ContractType, IndicatorReport, Project, ProjectStage
from economy.queries import parcel_figures as parcel_figures
from economy.queries.projects import ZERO, funds_received, signed_amount, signed_count
from portal.accounts.models import Area
from portal.figures.computed import Computation, computed, shared
from portal.figures.exact import CONTEXT
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


@computed("economy.cluster_members", unit=Unit.ENTERPRISE)
def cluster_members(areas: frozenset[int], period: Period) -> Computation:
    """How many enterprises of the areas belong to a cluster on the period's last day; to two of them, once."""
    members = ClusterMembership.objects.on(period.ends_on).filter(
        enterprise__area__in=areas, is_illustrative=False
    )
    count = members.values("enterprise").distinct().count()
    top = Area.objects.filter(pk__in=areas).order_by("depth").values_list("pk", flat=True)[:1]
    filters = urlencode(
        {"on": period.ends_on.isoformat(), "illustrative": "false", "area": ",".join(map(str, top))}
    )
    return Computation(Decimal(count), f"{reverse('economy:cluster_members')}?{filters}")


@computed("economy.out_of_district_funds", unit=Unit.YI_YUAN)
def out_of_district_funds(areas: frozenset[int], period: Period) -> Computation:
    """区外资金 from January to the month: counted entries whose source lies outside the district, in 亿元.

    Read from the totals the database keeps with every entry, so it costs the same over a million of them.
    """
    return _funds(areas, period, "out_of_district", {"out_of_district": "true"})


@computed("economy.out_of_province_funds", unit=Unit.YI_YUAN)
def out_of_province_funds(areas: frozenset[int], period: Period) -> Computation:
    """省外资金, the part of the same from outside the province, in 亿元."""
    return _funds(areas, period, "out_of_province", {"out_of_province": "true"})


@computed("economy.funds_in_place", unit=Unit.YI_YUAN)
def funds_in_place(areas: frozenset[int], period: Period) -> Computation:
    """到位资金 from January to the month, wherever it came from, in 亿元; foreign capital stands apart."""
    return _funds(areas, period, "in_place", {"currency": "cny"})


@computed("economy.foreign_capital", unit=Unit.WAN_US_DOLLAR)
def foreign_capital(areas: frozenset[int], period: Period) -> Computation:
    """实际利用外资 from January to the month, in 万美元; never added to domestic money nor converted into it."""
    return _funds(areas, period, "foreign_usd", {"currency": "usd"}, to_yi=False)


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
    return Computation(Decimal(count), _projects_url(areas, **_signed_between(period)))


@computed("economy.projects_under_way", unit=Unit.ITEM)
def projects_under_way(areas: frozenset[int], period: Period) -> Computation:
    """How many projects stand now between the start of building and full operation (开工、部分投产).

    Stages of years past are known only as far as their days were written down, so earlier months have none.
    """
    if period.ends_on < timezone.localdate():
        return Computation(
            None, _projects_url(areas, under_way="true"), "只知道现在的阶段，以前月份的没有留存"
        )
    stages = (ProjectStage.STARTED, ProjectStage.PARTIALLY_OPERATIONAL)
    count = Project.objects.filter(area__in=areas, stage__in=stages).count()
    return Computation(Decimal(count), _projects_url(areas, under_way="true"))


def _funds(
    areas: frozenset[int], period: Period, name: str, filters: dict[str, str], *, to_yi: bool = True
) -> Computation:
    first, last = f"{period.year}-01", period.code
    sums = funds_received(areas, first, last)
    asked = {**_top(areas), "state": "counted", "period_from": first, "period_to": last, **filters}
    url = f"{reverse('economy:funds')}?{urlencode(asked)}"
    if not sums["entries"]:
        return Computation(None, url, f"{period}没有已计入的到位资金")
    return Computation(CONTEXT.scaleb(sums[name], -4 if to_yi else 0).normalize(CONTEXT), url)


def _signed(areas: frozenset[int], period: Period, only: ContractType | None) -> Computation:
    found = signed_amount(areas, period.year, up_to_month=period.end_month)
    url = _projects_url(areas, **_signed_between(period))
    if not found.projects:
        return Computation(None, url, f"{period}没有签约的项目")
    amount = found.total if only is None else found.by_type.get(only, ZERO)
    return Computation(CONTEXT.scaleb(amount, -4).normalize(CONTEXT), url)


def _signed_between(period: Period) -> dict[str, str]:
    return {"signed_from": f"{period.year}-01", "signed_to": period.code}


def _projects_url(areas: frozenset[int], **filters: str) -> str:
    return f"{reverse('economy:projects')}?{urlencode({**_top(areas), **filters})}"


@shared
def _top(areas: frozenset[int]) -> dict[str, str]:
    """The one area that holds the others, as the lists filter by it."""
    top = Area.objects.filter(pk__in=areas).order_by("depth").values_list("pk", flat=True).first()
    return {"area": str(top)} if top else {}
