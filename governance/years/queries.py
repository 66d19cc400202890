"""What pages read of an enterprise's years."""

from __future__ import annotations

from typing import Any

from governance.enterprises.models import Enterprise
from governance.years.actions import size_doubt
from governance.years.models import EnterpriseYear
from portal.site.columns import Column


def years_of(enterprise: Enterprise, user: Any) -> list[EnterpriseYear]:
    """The annual figures `user` may see, the latest first, each with its document: one query."""
    rows = EnterpriseYear.objects.visible_to(user).filter(enterprise=enterprise)
    found = list(rows.select_related("source_document").order_by("-year"))
    for year in found:
        year.enterprise = enterprise
    return found


def year_row(year: EnterpriseYear) -> dict[str, Any]:
    """One year as the table shows it: digits as stored, a dash for what is not known."""
    written = Column("", "").formatter(EnterpriseYear)
    number = Column("", "", kind="number").formatter(EnterpriseYear)
    return {
        "year": year, "revenue": number(year.revenue), "tax": number(year.tax), "doubt": size_doubt(year),
        "employment": written(year.employment),
    }  # fmt: skip
