from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import PASSWORD
from tests.portal.accounts.conftest import events, log_in

NEW = "Quite-New-2027"


def change(client, old=PASSWORD, new=NEW, again=None, query=""):
    fields = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(f"/account/password/{query}", fields)


def test_change_keeps_this_session_and_ends_the_others(economy_clerk):
    here, there = log_in(economy_clerk), log_in(economy_clerk)
    assert change(here).status_code == 302
    assert here.get("/account/password/").status_code == 200
    assert there.get("/account/password/").status_code == 302
    assert log_in(economy_clerk).answer.status_code == 200, "the old password is gone"
    assert log_in(economy_clerk, NEW).answer.status_code == 302
    assert "password_changed" in events()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"old": "wrong"}, "现在的密码不对，请重新输入。"),
        ({"again": "Other-2027-xx"}, "两次输入的新密码不一样。"),
        ({"new": "Ab1-short"}, "密码至少 10 位，现在是 9 位。"),
        ({"new": "onlysmallletters"}, "密码要包含大写字母、小写字母、数字、符号中的至少三种。"),
        ({"new": PASSWORD}, "不能与最近 5 次用过的密码相同。"),
    ],
)
def test_refusals_are_told_beside_the_field(economy_clerk, fields, problem):
    answer = change(log_in(economy_clerk), **fields)
    assert answer.status_code == 200
    assert problem in answer.content.decode()
    assert log_in(economy_clerk).answer.status_code == 302


def test_an_old_password_may_not_come_back(economy_clerk):
    client = log_in(economy_clerk)
    change(client)
    assert "不能与最近 5 次用过的密码相同" in change(client, NEW, PASSWORD).content.decode()


def test_a_password_past_its_age_must_be_changed_first(economy_clerk):
    economy_clerk.password_changed_at = timezone.now() - timedelta(days=91)
    economy_clerk.save()
    client = log_in(economy_clerk)
    assert client.get("/desk/calendar/").url == "/account/password/?next=/desk/calendar/"
    assert "密码已用满 90 天" in client.get("/account/password/").content.decode()
    assert change(client, query="?next=/desk/calendar/").url == "/desk/calendar/"
    assert client.get("/desk/calendar/").status_code == 200


def test_old_passwords_do_not_open_the_api_by_session(economy_clerk):
    economy_clerk.password_changed_at = timezone.now() - timedelta(days=91)
    economy_clerk.save()
    assert log_in(economy_clerk).get("/api/v1/accounts/me/").status_code == 401
