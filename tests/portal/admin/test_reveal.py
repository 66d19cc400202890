"""A mobile number in full: for the security administrator, with a purpose, on the trail."""

import pytest
from django.db import connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(community_clerk):
    community_clerk.mobile = "13800138000"
    community_clerk.save()
    return community_clerk


def reveals() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, key, after->>'purpose' FROM audit_entry WHERE action = 'reveal'")
        return cursor.fetchall()


def ask(client, user, account, purpose):
    client.force_login(user)
    address = reverse("admin:accounts_user_reveal_mobile", args=[account.pk])
    return client.post(address, {"purpose": purpose}, follow=True)


def test_shown_in_full_and_recorded(client, security_admin, account):
    page = ask(client, security_admin, account, "电话核实本人身份")
    assert "13800138000" in page.content.decode()
    assert reveals() == [("security_admin", str(account.pk), "电话核实本人身份")]


def test_masked_everywhere_else(client, security_admin, account):
    client.force_login(security_admin)
    page = client.get(reverse("admin:accounts_user_change", args=[account.pk])).content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page


def test_no_purpose_no_number(client, security_admin, account):
    page = ask(client, security_admin, account, "看")
    assert "13800138000" not in page.content.decode()
    assert reveals() == []


@pytest.mark.parametrize("cast", ["admin_user", "audit_admin", "street_leader"])
def test_nobody_else(client, request, account, cast):
    page = ask(client, request.getfixturevalue(cast), account, "电话核实本人身份")
    assert "13800138000" not in page.content.decode()
    assert reveals() == []
