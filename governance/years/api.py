"""An enterprise's figures by year, by API."""

from __future__ import annotations

from governance.years.actions import record_year
from governance.years.facts import YEAR_FACTS
from governance.years.tables import YearTable
from portal.api.viewsets import Creates, ScopedViewSet


class EnterpriseYearViewSet(Creates, ScopedViewSet):
    """Annual figures; POST enters a year or changes the one on record."""

    table = YearTable
    facts, about, create_action = YEAR_FACTS, "enterprise", record_year


RESOURCES = {"enterprise-years": EnterpriseYearViewSet}
