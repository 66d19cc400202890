"""The shell: menu by role, elder mode, what a browser may load, the public home, refusals as pages."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.site.middleware import refusal_page
from portal.site.models import Office
from portal.site.navigation import navigation_for
from portal.site.public_cache import bust_public_cache


def labels(user) -> set[str]:
    return {item.label for _, items in navigation_for(user) for item in items}


def test_the_menu_holds_only_what_the_user_may_open(economy_clerk, grid_worker):
    assert "来源文件" in labels(economy_clerk)
    assert "来源文件" not in labels(grid_worker)


def test_the_page_stands_under_its_menu_entry(as_user, economy_clerk):
    page = as_user(economy_clerk).get("/desk/documents/").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/desk/documents/"]


def test_the_office_is_the_users_own_street(as_user, community_clerk, street, other_street):
    Office.objects.create(area=street, name="样例街道办事处", phone="12345")
    Office.objects.create(area=other_street, name="邻居街道办事处")
    page = as_user(community_clerk).get("/desk/").content.decode()
    assert "主办单位：样例街道办事处" in page
    assert "邻居街道" not in page


def test_the_desk_asks_for_login(client, db):
    response = client.get("/desk/")
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/desk/")


def test_elder_mode_is_kept_in_a_cookie_and_comes_back(client, street):
    response = client.get("/elder/on/", {"next": "/"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert 'class="elder"' in client.get("/").content.decode()
    client.get("/elder/off/")
    assert 'class="elder"' not in client.get("/").content.decode()


def test_elder_mode_never_leads_to_another_site(client, db):
    assert client.get("/elder/on/", {"next": "https://elsewhere.example/"})["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/login/", "/desk/", "/nowhere/"])
def test_only_our_own_files_may_run(as_user, economy_clerk, path):
    policy = as_user(economy_clerk).get(path)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


class TestPublicHome:
    """Seen by everybody, kept once rendered, never stale after publishing."""

    @pytest.fixture
    def office(self, street, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            bust_public_cache()
        return Office.objects.create(area=street, name="样例街道办事处", phone="12345")

    def test_costs_no_query_when_seen_again(self, client, office):
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert "样例街道办事处" in client.get("/").content.decode()
        assert len(queries) == 0

    def test_is_rendered_afresh_after_publishing(self, client, office, django_capture_on_commit_callbacks):
        client.get("/")
        Office.objects.update(name="样例街道办事处（新）")
        with django_capture_on_commit_callbacks(execute=True):
            bust_public_cache()
        assert "样例街道办事处（新）" in client.get("/").content.decode()

    def test_answers_304_to_those_who_have_it(self, client, office):
        etag = client.get("/")["ETag"]
        assert client.get("/", headers={"If-None-Match": etag}).status_code == 304

    def test_is_the_same_whoever_looks(self, client, office, economy_clerk):
        anonymous = client.get("/").content
        client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
        assert client.get("/").content == anonymous
        assert "sessionid" not in client.get("/").cookies


@pytest.mark.parametrize(
    ("refusal", "status"), [(InvalidInput, 400), (NotPermitted, 403), (NotVisible, 404), (WrongState, 409)]
)
def test_a_refusal_becomes_the_page_of_its_status_with_its_sentence(refusal, status, db):
    request = RequestFactory().get("/desk/somewhere/")
    response = refusal_page(request, refusal("这条记录已经发布，不能再退回。"))
    assert response.status_code == status
    assert "这条记录已经发布，不能再退回。" in response.content.decode()


def test_an_unknown_address_is_a_page_in_words(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()
