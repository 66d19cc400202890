"""An enterprise's figures by year, by API."""

from __future__ import annotations

from typing import Any

from governance.years.actions import record_year
from governance.years.models import EnterpriseYear
from governance.years.serializers import YearInput
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
    create_input = YearInput

    def perform_create(self, data: dict[str, Any]) -> EnterpriseYear:
        """Record the year."""
        return record_year(data.pop("enterprise"), by=self.request.user, **data)


RESOURCES = {"enterprise-years": EnterpriseYearViewSet}
