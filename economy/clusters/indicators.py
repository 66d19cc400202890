"""Members of clusters as an indicator."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from economy.clusters.models import ClusterMembership
from portal.accounts.models import Area
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
    top = Area.objects.filter(pk__in=areas).order_by("depth").values_list("pk", flat=True)[:1]
    filters = urlencode(
        {"on": period.ends_on.isoformat(), "illustrative": "false", "area": ",".join(map(str, top))}
    )
    return Computation(Decimal(count), f"{reverse('economy:cluster_members')}?{filters}")
