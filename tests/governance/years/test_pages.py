"""An enterprise's years on pages: on the enterprise's own, in a list, each by itself, and questioned where doubtful."""

from __future__ import annotations

from decimal import Decimal

import pytest

from governance.enterprises.actions import register_enterprise
from governance.years.actions import record_year
from portal.exchange.outgoing.declare import export_named
from portal.workflow.actions import take
from tests.governance.conftest import facts

pytestmark = pytest.mark.django_db
LIST = "/desk/governance/years/"
DOUBT = "没有列为规模以上，请与统计部门核对"


@pytest.fixture
def year(community, economy_clerk, industries):
    """A factory's year whose revenue contradicts its size."""
    factory = register_enterprise(facts(industry=industries["3412"]), area=community, by=economy_clerk)
    return record_year(factory, year=2017, by=economy_clerk, revenue=Decimal("2260.5"))


def test_the_enterprise_shows_its_years_with_what_is_doubtful(as_user, economy_clerk, year):
    page = as_user(economy_clerk).get(year.enterprise.get_absolute_url()).content.decode()

    assert ("2260.5" in page, DOUBT in page, "填写一年" in page) == (True, True, True)
    assert f'href="{year.get_absolute_url()}">2017</a>' in page


def test_who_only_reads_is_offered_no_form(as_user, auditor, year):
    browser = as_user(auditor)
    pages = [browser.get(one.get_absolute_url()).content.decode() for one in (year.enterprise, year)]

    assert ["2260.5" in page for page in pages] == [True, True]
    assert [word for page in pages for word in ("填写一年", ">修改</a>") if word in page] == []


def test_a_year_leads_to_the_form_that_changes_it(as_user, economy_clerk, year):
    browser = as_user(economy_clerk)
    address = f"{year.enterprise.get_absolute_url()}year/?year=2017"

    assert f'href="{address}"' in browser.get(year.get_absolute_url()).content.decode()
    assert browser.get(address).status_code == 200


def test_nothing_more_is_recorded_of_a_voided_enterprise(as_user, economy_clerk, section_chief, year):
    take(year.enterprise, "void", by=section_chief, note="重复登记")
    browser = as_user(economy_clerk)

    assert "填写一年" not in browser.get(year.enterprise.get_absolute_url()).content.decode()
    assert "/year/?year=2017" not in browser.get(year.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"year": "2017"}, 1),
        ({"year": "2016"}, 0),
        ({"year__gte": "2017"}, 1),
        ({"is_above_designated_size": "true"}, 0),
    ],
)
def test_the_list_and_its_export_are_narrowed_alike(as_user, economy_clerk, year, asked, rows):
    page = as_user(economy_clerk).get(LIST, asked).content.decode()

    assert ("共 1 条" in page) == bool(rows)
    assert export_named("governance.enterprise_years").rows(economy_clerk, asked).count() == rows


def test_a_year_out_of_scope_is_not_there(as_user, outsider, year):
    assert as_user(outsider).get(year.get_absolute_url()).status_code == 404
