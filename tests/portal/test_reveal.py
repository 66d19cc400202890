"""Revealing personal data: permitted, for a purpose, and on the record."""

from __future__ import annotations

import pytest
import rules
from django.db import connection

from portal.accounts.models import User
from portal.errors import InvalidInput, NotPermitted
from portal.personal.reveal import PurposeRequired, reveal

PURPOSE = "核实来访登记"


@pytest.fixture
def person(community_clerk) -> User:
    community_clerk.mobile = "13800138000"
    community_clerk.save()
    return community_clerk


@pytest.fixture
def revealer(street_leader):
    """The street leader, who alone may reveal users for the time of a test."""
    permission = "accounts.reveal_user"
    before = rules.permissions.permissions.get(permission)
    rules.set_perm(permission, rules.predicate(lambda user, record=None: user == street_leader))
    yield street_leader
    rules.remove_perm(permission)
    if before:
        rules.add_perm(permission, before)


def revealed() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select key, after::text from audit_entry where action = 'reveal' order by id")
        return cursor.fetchall()


def test_shows_the_number_and_leaves_an_entry(person, revealer):
    assert reveal(person, "mobile", by=revealer, purpose=PURPOSE) == "13800138000"
    [(key, detail)] = revealed()
    assert key == str(person.pk)
    assert PURPOSE in detail
    assert "13800138000" not in detail


def test_refuses_whoever_lacks_the_permission(person, revealer, outsider):
    with pytest.raises(NotPermitted):
        reveal(person, "mobile", by=outsider, purpose=PURPOSE)
    assert revealed() == []


@pytest.mark.parametrize("purpose", ["", "查看", "。。。。。。", "a b c"])
def test_refuses_without_a_purpose(person, revealer, purpose):
    with pytest.raises(PurposeRequired):
        reveal(person, "mobile", by=revealer, purpose=purpose)
    assert revealed() == []


@pytest.mark.parametrize("field", ["password", "full_name", "nothing"])
def test_refuses_other_columns(person, revealer, field):
    with pytest.raises(InvalidInput):
        reveal(person, field, by=revealer, purpose=PURPOSE)


def test_nothing_stored_gives_nothing(economy_clerk, revealer):
    assert reveal(economy_clerk, "mobile", by=revealer, purpose=PURPOSE) == ""
