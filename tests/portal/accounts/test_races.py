"""Accounts raced: no old password comes back, no authenticator is bound twice."""

from __future__ import annotations

from datetime import date

import pytest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.actions import change_password, end_post, reset_password
from portal.accounts.models import Post, User
from portal.accounts.second_factor import confirm_device, new_device
from portal.errors import WrongState
from tests.portal.accounts.conftest import current_code
from tests.races import Races, while_uncommitted, whole


class TestPost(Races):
    model = "accounts.Post"
    acts = {
        "end_post": lambda post, by: end_post(
            post, by=User.objects.get(username="security_admin"), on=date(2026, 12, 1), reason=""
        ),
        "end_post earlier": lambda post, by: end_post(
            post, by=User.objects.get(username="security_admin"), on=date(2026, 11, 30), reason="调岗"
        ),
    }

    @pytest.fixture
    def record(self, economy_clerk, security_admin):
        """A clerk's post since the first of the month."""
        post = Post.objects.get(user=economy_clerk)
        post.valid_from = date(2026, 11, 1)
        post.save(update_fields=["valid_from"])
        return post


@pytest.mark.django_db
def test_a_password_given_meanwhile_is_not_forgotten(economy_clerk, security_admin):
    old, before = whole(economy_clerk), economy_clerk.password
    reset_password(economy_clerk, by=security_admin, reason="电话申请")
    given = economy_clerk.password

    change_password(old, password="Another-2026-pass")

    economy_clerk.refresh_from_db()
    assert economy_clerk.password_history[:2] == [given, before]


@pytest.mark.django_db(transaction=True)
def test_two_pages_at_once_bind_one_authenticator(economy_clerk):
    device = new_device(economy_clerk)

    outcome = while_uncommitted(
        lambda: confirm_device(economy_clerk, code=current_code(device)),
        lambda: new_device(whole(economy_clerk)),
    )

    assert isinstance(outcome, WrongState)
    assert TOTPDevice.objects.filter(user=economy_clerk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_visits_at_once_see_one_secret(economy_clerk):
    devices = []
    second = while_uncommitted(
        lambda: devices.append(new_device(economy_clerk)), lambda: new_device(whole(economy_clerk))
    )

    assert second == devices[0]
    assert StaticDevice.objects.count() == 0
