"""The official figures of the latest published month on the public home."""

from __future__ import annotations

from typing import Any

from economy.reports.models import IndicatorReport
from portal.accounts.models import AreaKind
from portal.site.public_panels import public_panel
from portal.site.public_side import PublicSide

MOST = 8


@public_panel("经济运行", template="economy/reports/panel.html", order=10)
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
