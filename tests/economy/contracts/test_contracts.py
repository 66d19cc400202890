"""Contracts: one number stands once in a project, and what looks like the same contract again is asked about."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from economy.contracts.actions import record_contract
from economy.contracts.models import Contract
from economy.projects.actions.register import register_project
from economy.projects.questions import Questioned
from portal.errors import InvalidInput
from portal.identifiers import number_key
from portal.workflow.actions import take
from portal.writing import refusal_of
from tests.races import while_uncommitted, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign(project, economy_clerk):
    """Record a contract of the project in one line."""

    def made(number="", **more) -> Contract:
        given = {
            "type": "formal",
            "signed_on": "2017.6",
            "amount": Decimal(5000),
            "party": "样例投资公司",
            **more,
        }
        return record_contract(project, number=number, by=economy_clerk, **given)

    return made


@pytest.mark.parametrize("again", ["招商〔2017〕3号", "招商(2017) 3 号", "招商[２０１７]３号"])
def test_a_number_stands_once_however_it_is_written(sign, again):
    sign("招商〔2017〕3号")

    with pytest.raises(InvalidInput, match=r"已登记在这个项目名下（正式合同，2017.6，5000万元）") as caught:
        sign(again, amount=Decimal(6000), confirmed=True)
    assert [error["field"] for error in caught.value.errors] == ["number"]
    assert Contract.objects.count() == 1


def test_a_voided_contract_leaves_its_number(sign, section_chief):
    take(sign("HT-1"), "void", by=section_chief, note="登记错误")

    assert sign("ht 1").number_key == "HT1"


def test_another_project_has_numbers_of_its_own(sign, project, community, economy_clerk):
    sign("HT-1")
    other = register_project({"name": "另一个项目"}, area=community, by=economy_clerk)

    assert record_contract(
        other, number="HT-1", type="formal", signed_on="2017.6", amount=Decimal(1), by=economy_clerk
    )


def test_without_a_number_the_same_again_is_asked_about(sign):
    sign()

    with pytest.raises(
        Questioned, match=r"已有一份内容相同的合同（正式合同，2017.6，5000万元），可能是重复登记"
    ):
        sign()
    assert Contract.objects.count() == 1
    sign(confirmed=True)
    assert Contract.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"amount": Decimal(5001)}, {"signed_on": "2017.7"}, {"type": "framework"}, {"party": "另一家"}, {"number": "HT-2"},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_what_differs_is_another_contract(sign, other):
    sign()
    sign(**other)

    assert Contract.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("number", "says"), [("HT-1", "已登记在这个项目名下"), ("", "可能是重复登记")])
def test_two_clicks_make_one_contract(project, economy_clerk, number, says):
    facts = {
        "type": "formal",
        "signed_on": "2017.6",
        "amount": Decimal(5000),
        "number": number,
        "by": economy_clerk,
    }
    old = whole(project)

    second = while_uncommitted(
        lambda: record_contract(project, **facts), lambda: record_contract(old, **facts)
    )

    assert (says in str(second), Contract.objects.count()) == (True, 1)


def test_the_database_refuses_a_number_twice(sign):
    first = sign("HT-1")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Contract.objects.create(
            project=first.project,
            area=first.area,
            type="formal",
            signed_on=first.signed_on,
            number="HT 1",
            number_key="HT1",
        )
    assert refusal_of(caught.value).errors[0]["field"] == "number_key"


def test_numbers_that_stand_twice_already_are_told_apart_when_the_rule_comes(sign):
    first, second = sign("HT-1"), sign("HT-2")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX contract_number_once")
    Contract.objects.filter(pk=second.pk).update(number="ht 1")
    import_module("economy.migrations.0009_contract_numbers").fold(apps, None)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.number, second.number) == ("HT-1", f"ht 1（重号，登记 {second.pk}）")
    assert second.number_key == number_key(second.number) != first.number_key
