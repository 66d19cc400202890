"""Funds in place: proven, reviewed by another, each receipt once; totals that follow every write."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from economy.funds.actions import ReceiptUsed, record_funds, release_receipt
from economy.funds.models import FundsEntry, FundsTotal, ProjectFunds
from economy.projects.actions.register import change_project, register_project
from economy.projects.questions import Questioned
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.exchange.intake.bulk import copy_in
from portal.identifiers import number_key
from portal.workflow.actions import take

pytestmark = pytest.mark.django_db


def totals(project):
    """The project's total as kept, and recomputed from its counted entries."""
    kept = ProjectFunds.objects.filter(project=project).values_list(
        "in_place", "out_of_district", "out_of_province"
    )
    rows = FundsEntry.objects.counted().filter(project=project, currency="cny")
    summed = [
        rows.filter(**only).aggregate(total=Sum("amount"))["total"] or Decimal(0)
        for only in ({}, {"is_out_of_district": True}, {"is_out_of_province": True})
    ]  # fmt: skip
    return tuple(kept[0]) if kept else (Decimal(0),) * 3, tuple(summed)


@pytest.mark.parametrize(
    ("region", "away", "far"),
    [
        ("990101", False, False),
        ("990102", True, False),
        ("990200", True, False),
        ("110105", True, True),
        ("440300", True, True),
        ("000000", False, False),
        ("810000", False, False),
    ],
)
def test_outside_is_derived_from_where_the_money_came_from(funds, region, away, far):
    entry = funds(region=region)
    entry.refresh_from_db()

    assert (entry.is_out_of_district, entry.is_out_of_province) == (away, far)
    assert (entry.district_code, entry.period) == ("990101", "2017-06")


@pytest.mark.parametrize("region", ["990000", "990100"])
def test_a_source_that_holds_the_own_district_does_not_tell(funds, region):
    with pytest.raises(InvalidInput, match="看不出是区内还是区外资金，请填到区县"):
        funds(region=region)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"region": "999999"}, "没有区划代码“999999”"),
        ({"amount": "0"}, "应大于零"),
        ({"amount": "-5"}, "应大于零"),
        ({"receipt": " -- "}, "没有凭证号"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "还没有到"),
    ],
)
def test_what_is_refused_at_entry(funds, given, told):
    with pytest.raises(InvalidInput, match=told):
        funds(**given)
    assert not FundsEntry.objects.exists()


def test_a_receipt_stands_once_however_it_is_written(funds, project, community, economy_clerk):
    funds(receipt="JZ—2017 001")
    other = register_project({"name": "另一个项目"}, area=community, by=economy_clerk)

    with pytest.raises(ReceiptUsed, match="已用于“样例飞船项目”2017-06-01 的 100万元"):
        funds(receipt="ｊｚ2017-001", project=other)
    assert number_key("JZ—2017 001") == number_key("ｊｚ2017-001") == "JZ2017001"


def test_another_office_has_receipts_of_its_own(funds, other_street, outsider):
    funds(receipt="JZ-1")
    theirs = register_project({"name": "邻居的项目"}, area=other_street, by=outsider)
    entry = record_funds(theirs, amount=Decimal(1), received_on=date(2017, 1, 1), source_region_code="110105",
                         receipt_no="JZ-1", by=outsider)  # fmt: skip

    assert entry.pk


def test_voiding_does_not_free_the_receipt_deciding_does(counted, funds, section_chief, economy_clerk):
    entry = counted(receipt="JZ-1")
    take(entry, "void", by=section_chief, note="款项退回")
    with pytest.raises(ReceiptUsed, match="已作废，凭证号没有放开"):
        funds(receipt="JZ-1")
    with pytest.raises(NotPermitted):
        release_receipt(entry, by=economy_clerk, reason="重新到账")
    with pytest.raises(InvalidInput, match="没有写理由"):
        release_receipt(entry, by=section_chief, reason="")
    release_receipt(entry, by=section_chief, reason="重新到账")

    assert funds(receipt="JZ-1").pk
    with pytest.raises(WrongState):
        release_receipt(entry, by=section_chief, reason="再放一次")


def test_an_entry_counts_by_another_hand_and_with_proof(funds, economy_clerk, section_chief):
    bare = funds(receipt="JZ-0", evidence=[])
    with pytest.raises(InvalidInput, match="没有附凭证"):
        take(bare, "submit", by=economy_clerk)
    entry = funds()
    take(entry, "submit", by=economy_clerk)
    with pytest.raises(NotPermitted):
        take(entry, "count", by=economy_clerk)
    take(entry, "count", by=section_chief)
    entry.refresh_from_db()

    assert (entry.state, entry.submitted_by, entry.reviewed_by) == ("counted", economy_clerk, section_chief)


def test_only_counted_entries_are_in_the_total(funds, counted, project, section_chief):
    funds(receipt="JZ-1")
    assert totals(project)[0] == (0, 0, 0)
    entry = counted(receipt="JZ-2", amount="100.5")
    counted(receipt="JZ-3", amount="20", region="990102")
    counted(receipt="JZ-4", amount="3", region="990101")
    assert totals(project) == ((Decimal("123.5"), Decimal("120.5"), Decimal("100.5")),) * 2
    take(entry, "void", by=section_chief, note="款项退回")

    assert totals(project) == ((Decimal(23), Decimal(20), Decimal(0)),) * 2


def test_foreign_capital_is_counted_apart(counted, project):
    counted(amount="50", currency="usd", region="000000")

    assert ProjectFunds.objects.get(project=project).foreign_usd == 50
    assert FundsTotal.objects.get().in_place == 0


def test_a_bulk_load_and_raw_sql_keep_the_totals_too(project, regions, community, street):
    many = 3000
    copy_in(FundsEntry, {
        "project": project.pk, "area": community.pk, "office": street.pk, "amount": [Decimal(n + 1) for n in range(many)],
        "received_on": [date(2016 + n % 3, n % 12 + 1, 3) for n in range(many)], "district_code": "990101",
        "source_region_code": [("990101", "990102", "110105")[n % 3] for n in range(many)],
        "receipt_no": [f"JZ{n}" for n in range(many)], "receipt_key": [f"JZ{n}" for n in range(many)],
        "state": ["counted" if n % 5 else "draft" for n in range(many)],
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("UPDATE economy_fundsentry SET amount = amount * 2 WHERE id % 7 = 0")
        cursor.execute("DELETE FROM economy_fundsentry WHERE id % 11 = 0")

    kept = {(row.area_id, row.period): row.in_place for row in FundsTotal.objects.all() if row.entries}
    rows = FundsEntry.objects.counted().values_list("area", "period").annotate(Sum("amount"))
    assert kept == {(area, period): total for area, period, total in rows}
    assert totals(project)[0] == totals(project)[1]


def test_nobody_writes_the_totals(counted, project):
    counted()
    with pytest.raises(IntegrityError, match="自动更新"), transaction.atomic():
        FundsTotal.objects.update(in_place=1)
    with pytest.raises(IntegrityError, match="自动更新"), transaction.atomic():
        ProjectFunds.objects.all().delete()
    assert totals(project)[0] == totals(project)[1]


def test_a_project_that_moves_takes_its_money_along(other_community, counted, project, economy_clerk):
    counted()
    change_project(project, {}, area=other_community, by=economy_clerk)

    found = {row.area_id: row.in_place for row in FundsTotal.objects.all()}
    assert found[other_community.pk] == 100
    assert sum(found.values()) == 100


def test_a_thousandfold_amount_is_asked_about(funds, project):
    funds(amount="500")
    with pytest.raises(Questioned, match="上一笔 500万元相差千倍以上"):
        funds(amount="5000000", receipt="JZ-2")

    assert funds(amount="5000000", receipt="JZ-2", confirmed=True).amount == 5_000_000


@pytest.mark.parametrize(
    ("cast", "refusal"), [("outsider", NotVisible), ("nobody", NotVisible), ("auditor", NotPermitted)]
)
def test_who_may_not_count(request, funds, economy_clerk, cast, refusal):
    entry = funds()
    take(entry, "submit", by=economy_clerk)
    with pytest.raises(refusal):
        take(entry, "count", by=request.getfixturevalue(cast))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_gets_the_receipt(project, funds, economy_clerk):
    outcomes, ready = [], threading.Barrier(2)

    def enter():
        ready.wait()
        try:
            record_funds(project, amount=Decimal(1), received_on=date(2017, 6, 1), source_region_code="110105",
                         receipt_no="JZ-9", by=economy_clerk)  # fmt: skip
            outcomes.append("kept")
        except ReceiptUsed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", "refused"]
    assert FundsEntry.objects.count() == 1
