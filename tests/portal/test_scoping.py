"""Which rows a user may see: the subtree of his posts, the union of several, nothing when in doubt."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.accounts.actions import end_post, place
from portal.accounts.models import Area, Post, User
from portal.accounts.roles import Role
from portal.attachments.models import Document
from portal.scoping import visible
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(street, community, other_community, other_street):
    return {area.name: Document.objects.create(area=area, title=area.name)
            for area in (street, community, other_community, other_street)}  # fmt: skip


def seen(user: User) -> set[str]:
    return set(Document.objects.visible_to(user).values_list("title", flat=True))


def test_a_post_covers_its_area_and_everything_below(documents, street_leader):
    assert seen(street_leader) == {"样例街道", "甲社区", "乙社区"}


def test_a_post_does_not_cover_what_is_above_or_beside(documents, community_clerk):
    assert seen(community_clerk) == {"甲社区"}


def test_several_posts_give_the_union(documents, community_clerk, other_street):
    place(community_clerk, role=Role.STREET_LEADER, area=other_street)
    assert seen(community_clerk) == {"甲社区", "邻居街道"}


def test_the_auditor_of_the_district_sees_every_street_of_it(documents, auditor):
    assert seen(auditor) == {"样例街道", "甲社区", "乙社区", "邻居街道"}


def test_a_role_without_the_permission_sees_nothing(
    documents, admin_user, security_admin, audit_admin, grid_worker
):
    assert [seen(user) for user in (admin_user, security_admin, audit_admin, grid_worker)] == [set()] * 4


def test_nobody_and_anonymous_see_nothing(documents, nobody):
    assert seen(nobody) == set()
    assert list(visible(Document.objects.all(), AnonymousUser())) == []


def test_an_inactive_user_sees_nothing(documents, street_leader):
    street_leader.is_active = False
    street_leader.forget_posts()
    assert seen(street_leader) == set()


def test_a_post_that_ended_yesterday_shows_nothing_today_but_did_then(documents, community, security_admin):
    user = make_user("former")
    today = timezone.localdate()
    place(
        user,
        role=Role.COMMUNITY_CLERK,
        area=community,
        valid_from=today - timedelta(30),
        valid_to=today - timedelta(1),
    )
    assert seen(user) == set()
    rows = Document.objects.visible_to(user, on=today - timedelta(1))
    assert set(rows.values_list("title", flat=True)) == {"甲社区"}


def test_a_model_without_scope_shows_nothing(street_leader):
    assert list(visible(User.objects.all(), street_leader)) == []


def test_offices_below_see_what_the_office_above_defines(community_clerk, street, community, other_community):
    names = set(
        Area.objects.visible_to(make_user("reader", Role.SYSTEM_ADMIN, street)).values_list("name", flat=True)
    )
    assert {"样例省", "样例市", "样例区", "样例街道", "甲社区", "乙社区"} == names


def test_scope_costs_one_query_for_the_posts(documents, django_assert_num_queries, street_leader):
    street_leader.forget_posts()
    with django_assert_num_queries(2):
        seen(street_leader)
        street_leader.has_perm("attachments.view_document", documents["甲社区"])


def holders(area: Area, day: date) -> set[str]:
    return set(Post.objects.in_force(day).filter(area=area).values_list("user__username", flat=True))


def test_who_held_which_post_on_a_day(community, security_admin, community_clerk):
    post = community_clerk.posts.get()
    end_post(post, by=security_admin, on=post.valid_from, reason="调离")
    days = (post.valid_from, post.valid_from + timedelta(1))
    assert [holders(community, day) for day in days] == [{"community_clerk"}, set()]


def test_dates_of_a_post_are_inclusive(community):
    user = make_user("short")
    place(
        user,
        role=Role.COMMUNITY_CLERK,
        area=community,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31),
    )
    assert [
        len(user.posts_on(day))
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    ] == [0, 1, 1, 0]
