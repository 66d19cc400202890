"""What the economy shows on the public home: the official figures of the latest published month."""

from __future__ import annotations

from typing import Any

from economy.models import IndicatorReport
from portal.accounts.models import AreaKind
from portal.site.public_panels import public_panel

MOST = 8


@public_panel("经济运行", template="economy/public_panel.html", order=10)
def published_figures() -> dict[str, Any] | None:
    """The street's published figures of its latest month, illustrative ones left out; None when there are none."""
    rows = IndicatorReport.objects.standing().filter(
        area__kind=AreaKind.STREET, is_illustrative=False, cum_value__isnull=False
    )  # fmt: skip
    latest = rows.order_by("-period", "area_id").values("period", "area_id").first()
    if latest is None:
        return None
    found = (
        rows.filter(**latest).select_related("indicator", "area").order_by("indicator__order", "id")[:MOST]
    )
    reports = list(found)
    return {"reports": reports, "period": str(reports[0].span), "area": reports[0].area.name}
