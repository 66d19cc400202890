"""Who enters the back office, and what each post finds there."""

from __future__ import annotations

import pytest

EVERYBODY = {"/admin/", "/admin/accounts/roles/"}


def menu(client) -> set[str]:
    page = client.get("/admin/")
    assert page.status_code == 200
    return {
        item["link"] for group in page.context["sidebar_navigation"] for item in group["items"]
    } - EVERYBODY


def kernel(links: set[str]) -> set[str]:
    return {link for link in links if link.split("/")[2] in ("accounts", "clock", "axes")}


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("admin_user", {"accounts/user", "accounts/area", "clock/calendaryear", "clock/deadlinerule"}),
        ("security_admin", {"accounts/user", "accounts/area", "accounts/post", "axes/accessattempt"}),
        ("audit_admin", set()),
        (
            "auditor",
            {"accounts/area", "accounts/post", "clock/calendaryear", "clock/deadlinerule", "clock/deadline"},
        ),
        ("street_leader", {"accounts/area", "clock/calendaryear", "clock/deadlinerule", "clock/deadline"}),
        ("economy_clerk", {"accounts/area", "clock/calendaryear", "clock/deadlinerule", "clock/deadline"}),
    ],
)
def test_each_post_finds_its_sections_of_the_kernel(role, sections, request, entering):
    links = menu(entering(request.getfixturevalue(role)))

    assert kernel(links) == {f"/admin/{name}/" for name in sections}


@pytest.mark.parametrize("role", ["community_clerk", "grid_worker"])
def test_posts_without_the_back_office_do_not_enter(role, request, entering):
    assert entering(request.getfixturevalue(role)).get("/admin/", follow=True).status_code == 403


def test_anonymous_is_sent_to_the_portals_login(client, db):
    assert client.get("/admin/accounts/area/").headers["Location"] == "/login/?next=/admin/accounts/area/"


def test_logging_out_leads_home(entering, admin_user):
    assert entering(admin_user).post("/admin/logout/").headers["Location"] == "/"


@pytest.mark.parametrize("page", ["abc", "-1", "1e9"])
def test_a_strange_page_of_the_section_search_is_404(entering, admin_user, page):
    assert entering(admin_user).get("/admin/search/", {"s": "账号", "page": page}).status_code == 404


def test_the_overview_tells_every_role_and_permission(entering, auditor):
    page = entering(auditor).get("/admin/accounts/roles/").content.decode()

    assert "只读查看本区全部业务，导出并校验。" in page
    assert "授予岗位" in page
