"""An enterprise's figures by year, by API."""

from __future__ import annotations

from governance.years.actions import record_year
from governance.years.facts import YEAR_FACTS
from governance.years.models import EnterpriseYear
from portal.api.viewsets import Creates, ScopedViewSet


class EnterpriseYearViewSet(Creates, ScopedViewSet):
    """Annual figures; POST enters a year or changes the one on record."""

    model = EnterpriseYear
    columns = (
        "id", "enterprise", "enterprise__name", "year", "revenue", "tax", "employment", "is_above_designated_size",
        "is_illustrative",
    )  # fmt: skip
    detail_columns = ("note", "source_document")
    filters = {
        "enterprise": ["exact"], "year": ["exact", "gte", "lte"], "is_above_designated_size": ["exact"],
        "enterprise__area": ["exact"],
    }  # fmt: skip
    orderings = ("id", "year")
    facts, about, create_action = YEAR_FACTS, "enterprise", record_year


RESOURCES = {"enterprise-years": EnterpriseYearViewSet}
