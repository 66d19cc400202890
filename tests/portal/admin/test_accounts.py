"""Making accounts, granting and ending posts, unlocking: each by the administrator whose act it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.actions import place
from portal.accounts.models import Post, User
from portal.api.login import NotLoggedIn, log_in
from portal.audit.models import AuditEntry
from portal.errors import NotPermitted

NEW = {"username": "newcomer", "full_name": "新同事", "mobile": "", "password": "Right-Pass-2026"}


def test_the_system_administrator_makes_an_account_that_cannot_log_in_yet(entering, admin_user, rf):
    page = entering(admin_user).post("/admin/accounts/user/add/", NEW, follow=True)

    assert "账号已建立，现在还不能登录：要等安全管理员授予岗位后才能使用。" in page.content.decode()
    with pytest.raises(NotLoggedIn):
        log_in(rf.post("/"), username="newcomer", password=NEW["password"])


def test_a_weak_password_is_refused_beside_the_form(entering, admin_user):
    page = entering(admin_user).post("/admin/accounts/user/add/", {**NEW, "password": "short"})

    assert "密码至少 10 位，现在是 5 位。" in page.content.decode()
    assert not User.objects.filter(username="newcomer").exists()


def test_the_security_administrator_grants_a_post(entering, security_admin, nobody, street):
    given = {
        "user": nobody.pk,
        "role": "economy_clerk",
        "area": street.pk,
        "valid_from": "2026-01-01",
        "reason": "任命",
    }
    entering(security_admin).post("/admin/accounts/post/add/", given)

    assert list(Post.objects.filter(user=nobody).values_list("role", "area", "reason", "granted_by")) == [
        ("economy_clerk", street.pk, "任命", security_admin.pk)
    ]


def test_a_second_administrators_post_is_refused_with_everything_typed(
    entering, security_admin, admin_user, district
):
    given = {"user": admin_user.pk, "role": "audit_admin", "area": district.pk, "valid_from": "2026-01-01",
             "reason": "两员合一"}  # fmt: skip
    page = entering(security_admin).post("/admin/accounts/post/add/", given)

    assert page.status_code == 200
    assert "两员合一" in page.content.decode()
    assert Post.objects.filter(user=admin_user).count() == 1


def test_a_post_is_ended_with_a_reason(entering, security_admin, street_leader):
    post = Post.objects.get(user=street_leader)
    last = timezone.localdate() + timedelta(days=1)
    entering(security_admin).post(f"/admin/accounts/post/{post.pk}/end/", {"on": last, "reason": "岗位调整"})

    post.refresh_from_db()
    assert (post.valid_to, post.reason) == (last, "岗位调整")


def test_only_the_security_administrator_ends_posts(entering, auditor, street_leader):
    post = Post.objects.get(user=street_leader)

    assert entering(auditor).get(f"/admin/accounts/post/{post.pk}/end/").status_code == 403


def test_unlocking_needs_a_reason_and_lifts_the_lock(entering, security_admin, street_leader):
    AccessAttempt.objects.create(username="street_leader", ip_address="10.0.0.1", failures_since_start=5)
    address = f"/admin/accounts/user/{street_leader.pk}/unlock/"
    client = entering(security_admin)

    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "本人来电，已核实"}).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_forgotten_password_is_reset_to_one_that_must_be_changed_first(
    entering, security_admin, economy_clerk
):
    address = f"/admin/accounts/user/{economy_clerk.pk}/reset/"
    page = (
        entering(security_admin).post(address, {"reason": "本人来电，已核实"}, follow=True).content.decode()
    )
    given = re.search(r"临时密码是 ([-\w]{14}) ", page)[1]

    client = Client()
    client.post("/login/", {"username": "economy_clerk", "password": given})
    assert client.get("/desk/").url == "/account/password/?next=/desk/"
    assert "别人给的密码" in client.get("/account/password/").content.decode()
    own = {"old_password": given, "new_password1": "Quite-New-2027", "new_password2": "Quite-New-2027"}
    assert client.post("/account/password/", own).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert AuditEntry.objects.filter(action="password_reset", actor="security_admin").count() == 1


def test_nobody_resets_his_own_or_without_the_right(entering, security_admin, admin_user, economy_clerk):
    own = f"/admin/accounts/user/{security_admin.pk}/reset/"
    assert (
        "只有安全管理员可以为他人重置密码"
        in entering(security_admin).post(own, {"reason": "忘记"}, follow=True).content.decode()
    )
    assert (
        entering(admin_user)
        .post(f"/admin/accounts/user/{economy_clerk.pk}/reset/", {"reason": "代办"})
        .status_code
        == 403
    )


def test_a_first_password_must_be_changed_first(entering, admin_user, street, rf):
    entering(admin_user).post("/admin/accounts/user/add/", NEW)
    place(User.objects.get(username="newcomer"), role="economy_clerk", area=street)

    client = Client()
    client.post("/login/", {"username": "newcomer", "password": NEW["password"]})
    assert client.get("/desk/").url == "/account/password/?next=/desk/"
    with pytest.raises(NotPermitted, match="别人给的密码"):
        log_in(rf.post("/"), username="newcomer", password=NEW["password"])


def test_an_area_is_added_under_its_parent(entering, admin_user, community):
    given = {"parent": community.pk, "code": "990101001001G09", "name": "第九网格", "kind": "grid"}
    entering(admin_user).post("/admin/accounts/area/add/", given)

    assert community.subtree().filter(code="990101001001G09").exists()


def test_auditors_look_at_posts_and_change_nothing(entering, auditor, street_leader):
    post = Post.objects.get(user=street_leader)
    client = entering(auditor)

    assert client.get(f"/admin/accounts/post/{post.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/post/{post.pk}/change/", {"role": "auditor"}).status_code == 403
    assert client.post(f"/admin/accounts/post/{post.pk}/delete/").status_code == 403


def test_a_form_writes_only_what_was_changed_in_it(entering, admin_user, economy_clerk):
    url = f"/admin/accounts/user/{economy_clerk.pk}/change/"
    with CaptureQueriesContext(connection) as queries:
        response = entering(admin_user).post(url, {"full_name": "改名", "mobile": "", "is_active": "on"})

    updates = [query["sql"] for query in queries if 'UPDATE "accounts_user" SET "full_name"' in query["sql"]]
    assert (response.status_code, len(updates)) == (302, 1)
    assert re.findall(r'"(\w+)" = ', updates[0].split("WHERE")[0]) == ["full_name"]
