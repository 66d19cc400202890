"""Clusters counted and weighed: members at a day or month by month, and the figures of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Now, TruncDate

from economy.clusters.models import ClusterMembership, IndustryCluster
from governance.years.models import EnterpriseYear
from portal.figures.exact import ZERO, half_up

LARGEST = 3
MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Sum:
    """A total over the members whose figure is known, and how many are missing; None when none is known."""

    value: Decimal | None
    missing: int


@dataclass(frozen=True)
class Concentration:
    """CR3, the share of the three largest in the cluster's revenue; None with the reason it cannot be known."""

    pct: Decimal | None
    missing: str = ""


@dataclass(frozen=True)
class ClusterYear:
    """The figures of a year over those who were members on its last day; money in 万元."""

    year: int
    members: int
    revenue: Sum
    tax: Sum
    employment: Sum
    concentration: Concentration


def present_members(model: Any = None) -> Coalesce:
    """How many belong today, as an expression over clusters."""
    held = ClusterMembership.objects.on(TruncDate(Now())).filter(cluster=OuterRef("pk")).order_by()
    counted = held.values("cluster").annotate(members=Count("pk")).values("members")
    return Coalesce(Subquery(counted), 0)


def memberships_of(cluster: IndustryCluster) -> list[ClusterMembership]:
    """Every membership of a cluster with its enterprise, in the order of joining: one query."""
    rows = ClusterMembership.objects.filter(cluster=cluster).select_related(
        "enterprise__industry", "enterprise__area", "source_document"
    )
    found = list(rows.order_by("joined_on", "id"))
    for membership in found:
        membership.cluster = cluster
    return found


def member_count(memberships: Iterable[ClusterMembership], day: date) -> int:
    """How many enterprises belong on `day`."""
    return len({one.enterprise_id for one in memberships if one.holds_on(day)})


def members_by_month(memberships: Sequence[ClusterMembership], until: date) -> list[tuple[str, int]]:
    """Members at the end of each month up to that of `until`, two years back at most; from the first joining on."""
    if not memberships or memberships[0].joined_on > until:
        return []
    ends = [until]
    while len(ends) < MONTHS_SHOWN and ends[0].replace(day=1) > memberships[0].joined_on:
        ends.insert(0, ends[0].replace(day=1) - timedelta(days=1))
    return [(f"{day:%Y-%m}", member_count(memberships, day)) for day in ends]


def cluster_years(memberships: Sequence[ClusterMembership], until: date) -> list[ClusterYear]:
    """The years up to that of `until` for which any member has figures, the latest first: one query."""
    rows = EnterpriseYear.objects.filter(
        enterprise__in={one.enterprise_id for one in memberships}, year__lte=until.year
    )
    by_year: dict[int, dict[int, EnterpriseYear]] = {}
    for row in rows:
        by_year.setdefault(row.year, {})[row.enterprise_id] = row
    years = [_cluster_year(year, memberships, by_year[year]) for year in sorted(by_year, reverse=True)]
    return [year for year in years if year.members]


def concentration(revenues: Sequence[Decimal | None]) -> Concentration:
    """CR3 of the members' revenues, one for each; null when fewer than three or when any is missing."""
    if len(revenues) < LARGEST:
        return Concentration(None, f"成员不足 {LARGEST} 家")
    known = [revenue for revenue in revenues if revenue is not None]
    missing = len(revenues) - len(known)
    if missing:
        return Concentration(None, f"有 {missing} 家成员没有主营业务收入")
    total = sum(known, ZERO)
    if not total:
        return Concentration(None, "成员的主营业务收入都是零")
    return Concentration(half_up(sum(sorted(known, reverse=True)[:LARGEST], ZERO) * 100 / total, 2))


def _cluster_year(
    year: int, memberships: Sequence[ClusterMembership], rows: dict[int, EnterpriseYear]
) -> ClusterYear:
    last = date(year, 12, 31)
    members = sorted({one.enterprise_id for one in memberships if one.holds_on(last)})
    figures = {
        name: [getattr(rows.get(pk), name, None) for pk in members]
        for name in ("revenue", "tax", "employment")
    }
    return ClusterYear(
        year, len(members), concentration=concentration(figures["revenue"]),
        **{name: _sum(values) for name, values in figures.items()},
    )  # fmt: skip


def _sum(values: Sequence[Decimal | None]) -> Sum:
    known = [Decimal(value) for value in values if value is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(values) - len(known))
