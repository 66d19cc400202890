"""Tokens: getting one, using it, and everything that makes it stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.actions import change_password, end_post
from portal.accounts.models import Post
from portal.api.actions import digest
from portal.api.models import Token
from tests.conftest import PASSWORD

TOKEN = "/api/v1/token/"
ME = "/api/v1/accounts/me/"


def ask(client, username: str, password: str = PASSWORD, **more):
    return client.post(TOKEN, {"username": username, "password": password, **more})


def bind_device(user) -> str:
    device = TOTPDevice.objects.create(user=user, name="手机", confirmed=True)
    return f"{TOTP(device.bin_key).token():06}"


def test_name_and_password_give_a_token_that_works(api, street_leader):
    client = api()
    answer = ask(client, "street_leader")
    client.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")

    assert answer.status_code == 200
    assert client.get(ME).json()["username"] == "street_leader"


def test_only_the_digest_is_kept(api, street_leader):
    text = ask(api(), "street_leader").json()["token"]

    assert Token.objects.values_list("prefix", "digest", "user").get() == (
        text[:8],
        digest(text),
        street_leader.pk,
    )


def test_a_wrong_password_is_401(api, street_leader):
    answer = ask(api(), "street_leader", "wrong")

    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "用户名或密码不对，或者这个账号还没有岗位。",
    )


def test_an_account_without_a_post_gets_none(api, nobody):
    assert ask(api(), "nobody").status_code == 401


def test_a_demo_account_works_in_the_demo_only(api, street_leader, settings):
    type(street_leader).objects.filter(pk=street_leader.pk).update(is_demo=True)
    client = api(street_leader)
    settings.DEMO = False

    assert ask(api(), "street_leader").status_code == 401
    assert client.get(ME).status_code == 401


def test_five_wrong_passwords_lock_the_account(api, street_leader):
    client = api()
    statuses = [ask(client, "street_leader", "wrong").status_code for _ in range(6)]

    locked = ask(client, "street_leader")

    assert (statuses[:4], statuses[5]) == ([401] * 4, 429)
    assert (locked.status_code, locked.json()["type"]) == (429, "urn:jiedao:problem:AccountLocked")


def test_a_bound_authenticator_is_asked_for(api, street_leader):
    number = bind_device(street_leader)

    without = ask(api(), "street_leader")

    assert (without.status_code, without.json()["errors"][0]["field"]) == (401, "otp")
    assert ask(api(), "street_leader", otp=number).status_code == 200
    assert ask(api(), "street_leader", otp=number).status_code == 401


def test_administrators_need_an_authenticator_in_production(api, admin_user, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert ask(api(), "admin").status_code == 403


def test_an_old_password_is_refused(api, street_leader, settings):
    settings.PASSWORD_MAX_AGE = timedelta(0)

    assert (
        ask(api(), "street_leader").json()["detail"]
        == "密码已到期，或者还是别人给的密码，请先在网页上登录并修改密码。"
    )


def test_a_token_given_back_opens_nothing(api, street_leader):
    client = api(street_leader)

    assert client.delete(TOKEN).status_code == 204
    assert client.get(ME).status_code == 401
    assert Token.objects.get().revoked_at is not None


def test_an_expired_token_opens_nothing(api, street_leader):
    client = api(street_leader)
    Token.objects.update(expires_at=timezone.now())

    assert client.get(ME).json()["detail"] == "令牌无效、已作废或已过期，请重新获取。"


def test_a_token_stops_when_the_password_changes(api, street_leader):
    client = api(street_leader)
    change_password(street_leader, password="Another-Pass-2026")

    assert client.get(ME).status_code == 401


def test_a_token_stops_when_the_last_post_ends(api, street_leader, security_admin):
    client = api(street_leader)
    post = Post.objects.get(user=street_leader)
    Post.objects.filter(pk=post.pk).update(valid_from=timezone.localdate() - timedelta(days=9))
    post.refresh_from_db()
    end_post(post, by=security_admin, on=timezone.localdate() - timedelta(days=1), reason="调离")

    assert client.get(ME).status_code == 401


@pytest.mark.parametrize(
    "header", ["Token", "Token ", "Token x y", "Token \u00ff", "Bearer abc", "Token " + "9" * 5000]
)
def test_a_strange_header_is_401(api, db, header):
    client = api()
    client.credentials(HTTP_AUTHORIZATION=header)

    assert client.get(ME).status_code == 401


def test_a_token_costs_one_query_and_the_posts_one(api, street_leader, django_assert_num_queries):
    client = api(street_leader)
    client.get(ME)

    with django_assert_num_queries(2):
        client.get(ME)


def test_the_session_works_too_but_writing_needs_the_csrf_token(street_leader, api):
    from rest_framework.test import APIClient

    client = APIClient(enforce_csrf_checks=True)
    client.force_login(street_leader, backend="portal.accounts.backends.PostBackend")

    assert client.get(ME).status_code == 200
    assert client.delete(TOKEN).json()["detail"] == "页面已失效（缺少防伪标记），请刷新页面后再试。"


def test_who_am_i(api, community_clerk, community):
    answer = api(community_clerk).get(ME).json()

    assert answer["posts"] == [
        {"role": "community_clerk", "role_label": "社区工作人员", "area": community.pk, "area_name": "甲社区"}
    ]
    assert answer["permissions"] == sorted(community_clerk.permissions())
