"""What the economy shows on the public home: the official figures of the latest published month."""

from __future__ import annotations

from typing import Any

from economy.models import IndicatorReport
from economy.queries.map import published_carriers
from economy.queries.parcels import published_parcels
from economy.queries.project_public import in_plain_words
from economy.queries.projects import published_projects
from portal.accounts.models import AreaKind
from portal.site.public_panels import public_panel
from portal.site.public_side import PublicSide

MOST = 8


@public_panel("经济运行", template="economy/public_panel.html", order=10)
def published_figures(side: PublicSide) -> dict[str, Any] | None:
    """The street's published figures of its latest month, illustrative ones left out; None when there are none."""
    rows = side.narrow(IndicatorReport.objects.standing()).filter(
        area__kind=AreaKind.STREET, is_illustrative=False, cum_value__isnull=False
    )
    latest = rows.order_by("-period", "area_id").values("period", "area_id").first()
    if latest is None:
        return None
    found = (
        rows.filter(**latest).select_related("indicator", "area").order_by("indicator__order", "id")[:MOST]
    )
    reports = list(found)
    return {"reports": reports, "period": str(reports[0].span), "area": reports[0].area.name}


@public_panel("招商地图", template="economy/map_panel.html", order=20)
def offers(side: PublicSide) -> dict[str, Any] | None:
    """How much land and how many carriers the office offers, with the way to the map; None when it offers none."""
    parcels, carriers = published_parcels(side).count(), published_carriers(side).count()
    return {"parcels": parcels, "carriers": carriers} if parcels or carriers else None


@public_panel("正在推进的项目", template="economy/project_panel.html", order=25)
def projects_under_way(side: PublicSide) -> dict[str, Any] | None:
    """The projects the office chose to make public, the furthest first; None when there are none."""
    projects = in_plain_words(published_projects(side)[:MOST])
    return {"projects": projects} if projects else None
