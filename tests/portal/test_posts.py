"""Posts: the three administrators stay apart, single offices have one holder, and the database says so."""

from datetime import date
from itertools import product
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.actions import change_password, create_account, end_post, grant_post, place
from portal.accounts.models import Post
from portal.accounts.roles import ADMINISTRATORS, Role, permissions_of
from portal.errors import InvalidInput, NotPermitted
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_the_security_administrator_grants_a_post(security_admin, community):
    user = make_user("new")
    post = grant_post(
        user, role=Role.COMMUNITY_CLERK, area=community, by=security_admin, reason="上工任〔2026〕1号"
    )
    assert (post.user, post.granted_by, user.roles()) == (user, security_admin, {"community_clerk"})


@pytest.mark.parametrize("cast", ["admin_user", "audit_admin", "street_leader", "auditor"])
def test_nobody_else_grants_posts(request, cast, community):
    with pytest.raises(NotPermitted):
        grant_post(
            make_user("new"), role=Role.COMMUNITY_CLERK, area=community, by=request.getfixturevalue(cast)
        )
    assert not Post.objects.filter(user__username="new").exists()


def test_nobody_grants_a_post_to_himself(security_admin, district):
    with pytest.raises(NotPermitted, match="不能给自己"):
        grant_post(security_admin, role=Role.SECURITY_ADMIN, area=district, by=security_admin)


def test_a_post_outside_the_grantors_area_is_refused(street, other_street):
    local = make_user("local_security", Role.SECURITY_ADMIN, street)
    with pytest.raises(NotPermitted):
        grant_post(make_user("new"), role=Role.STREET_LEADER, area=other_street, by=local)


TWO_HATS = [
    pair
    for pair in product(sorted(ADMINISTRATORS), [*sorted(ADMINISTRATORS), Role.ECONOMY_CLERK])
    if pair[0] != pair[1]
]


@pytest.mark.parametrize(("first", "second"), TWO_HATS)
def test_an_administrator_holds_no_second_post(first, second, district):
    user = make_user("two_hats", first, district)
    with pytest.raises(InvalidInput, match="不能兼任"):
        place(user, role=second, area=district)


def test_the_database_refuses_raw_sql_too(district):
    user = make_user("raw", Role.SYSTEM_ADMIN, district)
    with pytest.raises(IntegrityError, match="不能兼任"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_post (user_id, role, area_id, valid_from, reason, created_at)"
            " VALUES (%s, 'audit_admin', %s, current_date, '', now())", [user.pk, district.pk],
        )  # fmt: skip


# The classification of industries is the same for every office, like the calendar; it says nothing of anybody.
NATIONAL_TABLES = {f"governance.{verb}_industrycode" for verb in ("view", "add", "change", "export")}


def test_administrators_hold_no_business_permission():
    business = {"economy", "attachments", "governance", "safety", "livelihood", "partybuilding"}
    held = {name for role in ADMINISTRATORS for name in permissions_of(role)}
    about_business = {name for name in held if name.split(".")[0] in business}
    assert about_business == NATIONAL_TABLES


def test_a_single_office_has_one_holder_at_a_time(community):
    place(make_user("first"), role=Role.COMMUNITY_SECRETARY, area=community,
          valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))  # fmt: skip
    with pytest.raises(InvalidInput, match="只能有一人"):
        place(make_user("early"), role=Role.COMMUNITY_SECRETARY, area=community, valid_from=date(2026, 6, 30))
    post = place(
        make_user("next"), role=Role.COMMUNITY_SECRETARY, area=community, valid_from=date(2026, 7, 1)
    )
    assert post.pk


def test_the_same_post_twice_at_one_time_is_refused(security_admin, community, community_clerk):
    with pytest.raises(InvalidInput, match="这个账号在这段时间里已经有这个岗位。"):
        grant_post(community_clerk, role=Role.COMMUNITY_CLERK, area=community, by=security_admin)


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_grants(community):
    user, said, ready = make_user("twice"), [], Barrier(2)

    def grant() -> None:
        ready.wait()
        try:
            said.append(str(place(user, role=Role.COMMUNITY_CLERK, area=community).role))
        except InvalidInput as refusal:
            said.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=grant) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["community_clerk", "这个账号在这段时间里已经有这个岗位。"]


def test_a_post_may_be_held_again_later(community, community_clerk):
    Post.objects.filter(user=community_clerk).update(valid_from="2018-01-01", valid_to="2018-12-31")
    assert place(community_clerk, role=Role.COMMUNITY_CLERK, area=community, valid_from=date(2019, 1, 1)).pk


def test_a_post_ends_not_before_it_began(security_admin, community_clerk):
    post = community_clerk.posts.get()
    with pytest.raises(InvalidInput, match="止期"):
        end_post(post, by=security_admin, on=date(2000, 1, 1), reason="错误")


def test_a_new_account_holds_no_post(admin_user):
    user = create_account(username="clerk9", full_name="样例九", password="Sample-2026-x", by=admin_user)
    assert (user.posts_on(), user.permissions()) == ([], set())


def test_only_the_system_administrator_makes_accounts(security_admin):
    with pytest.raises(NotPermitted):
        create_account(username="clerk9", full_name="样例九", password="Sample-2026-x", by=security_admin)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("Ab1-short", "至少 10 位"),
        ("alllowercaseletters", "三种"),
        ("样例九样例九样例九样例九", "三种"),
        (PASSWORD, "最近"),
    ],
)
def test_weak_and_old_passwords_are_refused(community_clerk, password, says):
    with pytest.raises(InvalidInput, match=says):
        change_password(community_clerk, password=password)


def test_the_last_five_passwords_do_not_come_back(community_clerk):
    for number in range(4):
        change_password(community_clerk, password=f"Another-{number}-2026")
    with pytest.raises(InvalidInput, match="最近 5 次"):
        change_password(community_clerk, password=PASSWORD)
    change_password(community_clerk, password="Another-4-2026")
    change_password(community_clerk, password=PASSWORD)
    assert community_clerk.check_password(PASSWORD)
