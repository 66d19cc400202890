"""Members of clusters as an indicator."""

from __future__ import annotations

from decimal import Decimal

from economy.clusters.models import ClusterMembership
from economy.clusters.tables import MemberTable
from portal.figures.computed import Computation, computed
from portal.figures.periods import Period
from portal.figures.quantity import Unit


@computed("economy.cluster_members", unit=Unit.ENTERPRISE)
def cluster_members(areas: frozenset[int], period: Period) -> Computation:
    """How many enterprises of the areas belong to a cluster on the period's last day; to two of them, once."""
    members = ClusterMembership.objects.on(period.ends_on).filter(
        enterprise__area__in=areas, is_illustrative=False
    )
    count = members.values("enterprise").distinct().count()
    url = MemberTable.link(areas=areas, on=period.ends_on, is_illustrative=False)
    return Computation(Decimal(count), url)
