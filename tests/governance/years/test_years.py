"""Annual figures: in 万元, missing is not zero, size as statistics decided it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from governance.years.models import EnterpriseYear
from governance.years.queries import doubt_about
from portal.errors import InvalidInput, NotPermitted
from tests.governance.conftest import facts

pytestmark = pytest.mark.django_db


def test_a_year_is_entered_once_and_then_changed(enterprise, economy_clerk):
    record_year(enterprise, year=2017, by=economy_clerk, revenue=Decimal("2015.5"), employment=57)
    record_year(enterprise, year=2017, by=economy_clerk, revenue=Decimal("2020"))
    year = EnterpriseYear.objects.get()

    assert (year.revenue, year.tax, year.employment, year.created_by) == (2020, None, 57, economy_clerk)


@pytest.mark.parametrize("year", [1989, 2101, 9999])
def test_a_year_that_cannot_be_is_refused(enterprise, economy_clerk, year):
    with pytest.raises(InvalidInput, match="不是可以填写的年度"):
        record_year(enterprise, year=year, by=economy_clerk)


def test_a_year_before_the_enterprise_is_refused(community, economy_clerk):
    young = register_enterprise(facts(established_on=date(2016, 7, 1)), area=community, by=economy_clerk)

    with pytest.raises(InvalidInput, match="成立于2016年"):
        record_year(young, year=2015, by=economy_clerk)
    assert record_year(young, year=2016, by=economy_clerk).pk


def test_only_the_economy_clerk_of_the_area(enterprise, community_clerk, outsider):
    for user in (community_clerk, outsider):
        with pytest.raises(NotPermitted):
            record_year(enterprise, year=2017, by=user)


@pytest.mark.parametrize(
    ("industry", "revenue", "above", "told"),
    [
        ("3412", "1999.99", True, "不到2000万元"),
        ("3412", "2000", True, ""),
        ("3412", "2000", False, "没有列为规模以上"),
        ("3412", "1999.99", False, ""),
        ("6820", "5000", False, ""),
        ("3412", None, True, ""),
    ],
)
def test_a_size_that_the_revenue_contradicts_is_questioned(
    community, economy_clerk, industries, industry, revenue, above, told
):
    """2000 万元 itself is 规模以上: 以上 includes the number (民法典 art. 1259)."""
    made = register_enterprise(facts(industry=industries[industry]), area=community, by=economy_clerk)
    value = None if revenue is None else Decimal(revenue)
    year = record_year(made, year=2017, by=economy_clerk, revenue=value, is_above_designated_size=above)

    assert told in doubt_about(year)
    assert bool(told) == bool(doubt_about(year))


def test_enterprises_above_designated_size_of_a_year(enterprise, economy_clerk):
    record_year(enterprise, year=2017, by=economy_clerk, is_above_designated_size=True)
    record_year(enterprise, year=2018, by=economy_clerk, is_above_designated_size=False)

    found = [Enterprise.objects.above_designated_size(year).count() for year in (2016, 2017, 2018)]
    assert found == [0, 1, 0]
