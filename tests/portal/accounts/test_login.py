from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts.actions import create_account, end_post
from portal.accounts.lockout import is_locked, unlock_user
from portal.errors import NotPermitted
from tests.conftest import PASSWORD
from tests.portal.accounts.conftest import events, log_in

PAGE = "/account/password/"


def test_login_opens_the_workbench(economy_clerk):
    client = log_in(economy_clerk)
    assert client.answer.status_code == 302
    assert client.answer.url == "/desk/"
    assert client.get(PAGE).status_code == 200


def test_login_goes_where_one_was_going(client, economy_clerk):
    assert client.get(PAGE).url == f"/login/?next={PAGE}"
    log_in(economy_clerk, client=client, path=f"/login/?next={PAGE}")
    assert client.answer.url == PAGE


def test_login_never_leads_off_the_portal(economy_clerk):
    assert log_in(economy_clerk, path="/login/?next=https://example.com/").answer.url == "/desk/"


def test_the_session_key_changes_with_the_login(economy_clerk):
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(economy_clerk, client=client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_wrong_password_unknown_name_and_no_post_read_the_same(economy_clerk, nobody):
    pages = [log_in(economy_clerk, "wrong").answer, log_in(nobody).answer]
    pages.append(Client().post("/login/", {"username": "who", "password": PASSWORD}))
    assert {page.status_code for page in pages} == {200}
    assert {page.context["form"].non_field_errors()[0] for page in pages} == {
        "用户名或密码不对，或者这个账号还没有岗位。请核对大小写后再试；连续输错 5 次将锁定 30 分钟。"
    }


@pytest.mark.parametrize("username", ["a\0b", "", "x" * 500])
def test_odd_names_are_refused_in_words(db, username):
    assert Client().post("/login/", {"username": username, "password": "x"}).status_code == 200


def test_a_new_account_cannot_log_in_before_it_has_a_post(admin_user):
    user = create_account(username="newcomer", full_name="新同事", password=PASSWORD, by=admin_user)
    assert log_in(user).answer.status_code == 200


def test_a_switched_off_account_cannot_log_in(economy_clerk):
    economy_clerk.is_active = False
    economy_clerk.save()
    assert log_in(economy_clerk).answer.status_code == 200


def test_demo_accounts_work_in_the_demo_only(economy_clerk, settings):
    economy_clerk.is_demo = True
    economy_clerk.save()
    client = log_in(economy_clerk)
    assert client.answer.status_code == 302
    settings.DEMO = False
    assert client.get(PAGE).url == f"/login/?next={PAGE}"
    assert log_in(economy_clerk).answer.status_code == 200


def test_logout_needs_a_button(economy_clerk):
    client = log_in(economy_clerk)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/"
    assert client.get(PAGE).status_code == 302


def test_the_trail_tells_of_logins(economy_clerk):
    log_in(economy_clerk, "wrong")
    log_in(economy_clerk).post("/logout/")
    assert [action for action in events() if action.startswith("log")] == ["login_failed", "login", "logout"]


def test_the_fifth_wrong_password_locks(economy_clerk):
    answers = [log_in(economy_clerk, "wrong").answer.status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = log_in(economy_clerk).answer
    assert locked.status_code == 429
    assert "请在 30 分钟后再试" in locked.content.decode()
    assert is_locked(economy_clerk)
    assert events().count("account_locked") == 1


def test_a_lock_ends_by_itself(economy_clerk):
    for _ in range(5):
        log_in(economy_clerk, "wrong")
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=29)):
        assert log_in(economy_clerk).answer.status_code == 429, "and trying does not prolong it"
    with time_machine.travel(now + timedelta(minutes=31)):
        assert not is_locked(economy_clerk)
        assert log_in(economy_clerk).answer.status_code == 302


def test_the_security_administrator_unlocks(economy_clerk, security_admin):
    for _ in range(5):
        log_in(economy_clerk, "wrong")
    assert unlock_user(economy_clerk, by=security_admin) == 1
    assert not is_locked(economy_clerk)
    assert log_in(economy_clerk).answer.status_code == 302
    assert "unlock_user" in events()


def test_nobody_else_unlocks(economy_clerk, admin_user, audit_admin, street_leader):
    for user in (admin_user, audit_admin, street_leader, economy_clerk):
        with pytest.raises(NotPermitted):
            unlock_user(economy_clerk, by=user)


def test_a_right_password_forgets_the_wrong_ones(economy_clerk):
    for _ in range(4):
        log_in(economy_clerk, "wrong")
    log_in(economy_clerk)
    assert log_in(economy_clerk, "wrong").answer.status_code == 200


def test_the_back_office_uses_the_same_page(client, economy_clerk, grid_worker):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/login/?next=/admin/"
    assert log_in(grid_worker).get("/admin/login/?next=/admin/").status_code == 403
    assert log_in(economy_clerk).get("/admin/").status_code == 200


def test_an_idle_session_ends(economy_clerk):
    client = log_in(economy_clerk)
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=29)):
        assert client.get(PAGE).status_code == 200
    with time_machine.travel(now + timedelta(minutes=58)):
        assert client.get(PAGE).status_code == 200
    with time_machine.travel(now + timedelta(minutes=89)):
        assert client.get(PAGE).url == f"/login/?next={PAGE}"
        assert "登录已结束" in client.get("/login/").content.decode()


def test_no_session_outlives_the_absolute_limit(economy_clerk):
    client = log_in(economy_clerk)
    now = timezone.now()
    for minutes in range(20, 600, 20):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            assert client.get(PAGE).status_code == 200
    with time_machine.travel(now + timedelta(minutes=601)):
        assert client.get(PAGE).status_code == 302


def test_a_new_login_starts_the_limits_anew(economy_clerk):
    client = log_in(economy_clerk)
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        log_in(economy_clerk, client=client)
        assert client.get(PAGE).status_code == 200


def test_a_session_ends_with_the_last_post(economy_clerk, security_admin, community):
    from portal.accounts.actions import place

    client = log_in(economy_clerk)
    second = place(economy_clerk, role="community_clerk", area=community)
    yesterday = timezone.localdate() - timedelta(days=1)
    economy_clerk.posts.update(valid_from=yesterday)
    first = economy_clerk.posts.exclude(pk=second.pk).get()
    end_post(first, by=security_admin, on=yesterday, reason="调离")
    assert client.get(PAGE).status_code == 200, "one post is left"
    second.refresh_from_db()
    end_post(second, by=security_admin, on=yesterday, reason="调离")
    assert client.get(PAGE).status_code == 302
    assert log_in(economy_clerk).answer.status_code == 200


def test_a_session_ends_with_the_account(economy_clerk):
    client = log_in(economy_clerk)
    economy_clerk.is_active = False
    economy_clerk.save()
    assert client.get(PAGE).status_code == 302


def test_an_htmx_request_of_an_ended_session_loads_the_login_page(economy_clerk):
    client = log_in(economy_clerk)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        answer = client.get(PAGE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/login/"


def test_guarding_a_live_session_asks_the_database_little(economy_clerk, django_assert_num_queries):
    client = log_in(economy_clerk)
    client.get(PAGE)
    with django_assert_num_queries(2):  # user and posts; the session comes from Redis
        assert client.get("/healthz").status_code == 200
