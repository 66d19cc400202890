"""Sample figures in any number: realistic, repeatable, obeying every rule of the database."""

import pytest
from django.core.management import call_command
from django.db.models import Sum

from economy.contracts.models import Contract
from economy.funds.models import FundsEntry, FundsTotal
from economy.parcels.models import LandParcel
from economy.reports.models import IndicatorReport
from portal.accounts.models import Area
from portal.search.queries import search

pytestmark = pytest.mark.django_db


def fill(scale: int, seed: int = 1) -> list[tuple]:
    call_command("populate", scale=scale, seed=seed, only=["economy.reports"], verbosity=0)
    return list(IndicatorReport.objects.order_by("pk").values_list("title", "cum_value", "note"))


def test_as_many_as_asked_spread_over_the_areas(street, community, other_street):
    fill(300)
    assert IndicatorReport.objects.count() == 300
    assert IndicatorReport.objects.values("area").distinct().count() == 3
    assert not IndicatorReport.objects.filter(is_illustrative=False).exists()


def test_the_same_seed_gives_the_same_records(street, community):
    first = fill(60)
    IndicatorReport.objects.all().delete()
    assert fill(60) == first


def test_a_second_run_adds_to_the_first(street):
    fill(40)
    fill(40)
    assert IndicatorReport.objects.count() == 80


def test_an_empty_portal_gets_a_town_of_its_own(db):
    fill(50)
    assert IndicatorReport.objects.count() == 50


def test_more_than_three_years_can_hold_brings_more_streets(street):
    fill(1000)
    assert Area.objects.filter(kind="community").count() == 1
    periods = set(IndicatorReport.objects.values_list("period", flat=True))
    assert (min(periods), max(periods)) == ("2023-09", "2025-12")


def test_its_words_are_found(street, street_leader):
    fill(200)
    rows = IndicatorReport.objects.visible_to(street_leader)
    areas = street_leader.reach("economy.view_indicatorreport").below
    found = search(rows, "危废", areas=areas)
    assert found.count() == rows.filter(note__contains="危废").count() == 2


def test_every_row_is_on_the_trail(street):
    from portal.audit.models import AuditEntry

    fill(30)
    entries = AuditEntry.objects.filter(table_name="economy_indicatorreport", action="insert")
    assert (entries.count(), set(entries.values_list("actor", flat=True))) == (30, {"system:populate"})


def test_contracts_belong_to_signed_projects(street, community):
    call_command("populate", scale=40, only=["economy.projects"], verbosity=0)
    call_command("populate", scale=30, only=["economy.contracts"], verbosity=0)
    rows = Contract.objects.values_list("signed_on", "project__signed_on", "area", "project__area")
    assert len(rows) == 30
    assert all(on == first and area == own for on, first, area, own in rows)


def test_receipts_add_up_to_the_totals_kept(street, community):
    call_command("populate", scale=400, only=["economy.funds"], verbosity=0)
    counted = FundsEntry.objects.counted()
    assert counted.count() == FundsTotal.objects.aggregate(all=Sum("entries"))["all"] > 300
    assert counted.aggregate(all=Sum("amount")) == FundsTotal.objects.aggregate(all=Sum("in_place"))


def test_parcels_do_not_touch(street):
    call_command("populate", scale=50, only=["economy.parcels"], verbosity=0)
    parcels = LandParcel.objects.all()
    assert parcels.count() == 50
    assert {parcels.within(one.west, one.south, one.east, one.north).count() for one in parcels} == {1}
