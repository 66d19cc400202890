"""The server's word that a typed form was taken: a cookie of the draft's number, and nothing else says it."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.clock.models import CalendarYear
from tests.portal.clock.test_notice import NOTICE_2026

LOAD = "/desk/calendar/load/"
NUMBER = "0123456789abcdef" * 2


def send(client: Client, number: str = NUMBER, **given: str):
    return client.post(LOAD, {"_draft": number, "year": "2026", "notice": NOTICE_2026, **given})


@pytest.fixture
def desk(client, admin_user) -> Client:
    client.force_login(admin_user, backend="portal.accounts.backends.PostBackend")
    return client


def test_a_form_that_was_taken_is_told_so(desk):
    answer = send(desk, confirm="1")
    assert CalendarYear.objects.filter(year=2026).exists()
    assert answer.cookies[f"draft-{NUMBER}"].value == "taken"


def test_one_that_is_only_looked_at_is_not(desk):
    assert f"draft-{NUMBER}" not in send(desk).cookies


def test_one_that_is_refused_is_not(desk):
    assert f"draft-{NUMBER}" not in send(desk, confirm="1", year="x").cookies


def test_one_that_came_without_a_session_is_not(client, db):
    answer = send(client, confirm="1")
    assert answer.url.startswith("/login/")
    assert f"draft-{NUMBER}" not in answer.cookies


@pytest.mark.parametrize("number", ["", "x" * 32, "0" * 31, "0" * 33, "a; path=/", "A" * 32])
def test_only_a_number_is_repeated(desk, number):
    assert [name for name in send(desk, number, confirm="1").cookies if name.startswith("draft-")] == []
