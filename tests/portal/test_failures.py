"""Pages nobody designed are pages of the house all the same: what went wrong, in words, and what to do."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from portal.api.actions import issue_token
from tests.conftest import PASSWORD

LOAD = "/desk/calendar/load/"
VERIFY = "/desk/audit/verify/"
STALE = {"csrfmiddlewaretoken": "x" * 64}
HERE = {"Origin": "http://testserver"}
PROBLEM = "application/problem+json"


@pytest.fixture
def browser(client, audit_admin):
    """A browser that is asked for its token, with a user logged in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(audit_admin, backend="portal.accounts.backends.PostBackend")
    return client


def kept(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in fields}


class TestGates:
    """What still stands before a user stands there too when his token has lapsed: Django asks for the token first."""

    def test_the_second_factor(self, browser):
        session = browser.session
        session["second_factor"] = "pending"
        session.save()
        answer = browser.post(LOAD, {**STALE, "notice": "一、元旦"}, headers=HERE)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("accounts:verify"))


class TestLapsedToken:
    """A form whose token has lapsed is offered once more, with what was typed: a form page as itself, any other by a button."""

    def test_what_was_typed_is_sent_by_one_more_button(self, browser):
        given = {"year": "2027", "notice": "一、元旦：\n1月1日 <放假>", "kinds": ["a", "b"]}
        answer = browser.post(VERIFY, {**STALE, **given}, headers=HERE)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "再提交一次" in page
        assert f'action="{VERIFY}"' in page
        again = kept(page)
        assert (again["year"], again["notice"], again["kinds"]) == ("2027", given["notice"], "b")
        assert page.count('name="kinds"') == 2
        assert again["csrfmiddlewaretoken"] not in ("", STALE["csrfmiddlewaretoken"])

    def test_that_button_works(self, browser):
        again = kept(browser.post(VERIFY, {**STALE, "expected": "x"}, headers=HERE).content.decode())
        answer = browser.post(VERIFY, again, headers=HERE)
        assert (answer.status_code, answer.context["kept"]) == (400, "x")

    def test_a_form_page_comes_back_as_it_was_sent(self, browser, admin_user):
        browser.force_login(admin_user, backend="portal.accounts.backends.PostBackend")
        page = browser.post(LOAD, {**STALE, "notice": "一、元旦"}, headers=HERE).content.decode()
        assert "您填的都还在" in page
        assert "一、元旦</textarea>" in page

    def test_referer_serves_where_the_browser_sends_no_origin(self, browser):
        answer = browser.post(
            VERIFY, {**STALE, "year": "2027"}, headers={"Referer": f"http://testserver{VERIFY}"}
        )
        assert "再提交一次" in answer.content.decode()

    @pytest.mark.parametrize(
        "headers",
        [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Origin": "http://testserver.evil"},
         {"Origin": "null", "Referer": "http://testserver/desk/"}],
    )  # fmt: skip
    def test_what_another_site_sends_is_never_offered(self, browser, headers):
        answer = browser.post(VERIFY, {**STALE, "year": "2027"}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "再提交一次" not in page
        assert "2027" not in page
        assert "刷新" in page

    def test_passwords_are_never_repeated(self, browser):
        secrets = {
            "password": "S3cret-a",
            "new_password1": "S3cret-b",
            "csrf_token": "S3cret-c",
            "note": "词",
        }
        page = browser.post(VERIFY, {**STALE, **secrets}, headers=HERE).content.decode()
        assert "S3cret" not in page
        assert kept(page)["note"] == "词"

    def test_nothing_about_ones_account_is_repeated(self, browser):
        page = browser.post("/account/password/", {**STALE, "code": "123456"}, headers=HERE).content.decode()
        assert "123456" not in page
        assert "再提交一次" not in page

    def test_files_are_to_be_chosen_again(self, browser):
        file = SimpleUploadedFile("台账<一>.csv", b"words")
        page = browser.post(VERIFY, {**STALE, "year": "2027", "file": file}, headers=HERE).content.decode()
        assert "台账&lt;一&gt;.csv" in page
        assert "重新选择" in page

    def test_a_session_lapsed_with_it_is_asked_to_log_in(self, db):
        answer = Client(enforce_csrf_checks=True).post(VERIFY, {**STALE, "year": "2027"}, headers=HERE)
        assert answer.url == f"/login/?next={VERIFY}"

    def test_the_login_itself_is_opened_again(self, economy_clerk):
        client = Client(enforce_csrf_checks=True)
        given = {**STALE, "username": economy_clerk.username, "password": PASSWORD}
        answer = client.post("/login/?next=/desk/documents/", given, headers=HERE)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert 'href="/login/?next=/desk/documents/"' in page
        assert PASSWORD not in page

    def test_a_part_of_a_page_says_it_in_a_line(self, browser):
        page = browser.post(VERIFY, STALE, headers={**HERE, "HX-Request": "true"}).content.decode()
        assert "请刷新页面后再试" in page
        assert "<html" not in page


class TestAddressForFormsOnly:
    """Opened by hand, or left in the address bar."""

    def test_it_says_so_and_leads_to_the_record(self, client, economy_clerk):
        client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
        answer = client.get("/desk/imports/5/confirm/")
        page = answer.content.decode()
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert 'href="/desk/imports/5/"' in page
        assert "不能直接打开" in page

    def test_for_everybody_too(self, client, db):
        answer = client.post("/")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert "不能直接打开" in answer.content.decode()

    def test_a_part_of_a_page_and_a_program_are_told_in_their_way(self, client, economy_clerk):
        client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
        part = client.get("/desk/imports/5/confirm/", headers={"HX-Request": "true"})
        assert (part.status_code, "<html" in part.content.decode()) == (405, False)
        assert client.post("/api/v1/schema/")["Content-Type"] == PROBLEM


class TestTooLong:
    """Addresses and contents nobody can take."""

    def test_a_long_address(self, client):
        answer = client.get("/desk/documents/", {"q": "长" * 500})
        assert answer.status_code == 414
        assert "地址太长" in answer.content.decode()

    def test_a_large_content(self, browser, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        answer = browser.post(LOAD, {**STALE, "notice": "长" * 1000}, headers=HERE)
        assert answer.status_code == 413
        assert "内容太大" in answer.content.decode()

    def test_the_api_answers_with_problems(self, client, street_leader, settings):
        token = {"Authorization": f"Token {issue_token(street_leader)}"}
        long = client.get("/api/v1/accounts/areas/", {"search": "长" * 500}, headers=token)
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        large = client.post("/api/v1/token/", {"username": "a" * 2000}, content_type="application/json")
        assert [(one.status_code, one["Content-Type"]) for one in (long, large)] == [
            (414, PROBLEM),
            (413, PROBLEM),
        ]
        assert "地址太长" in long.json()["detail"]


def test_a_host_that_is_not_ours(client):
    answer = client.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "请求有误" in answer.content.decode()


class TestMaintenance:
    """One file switches it on and off, without a restart."""

    @pytest.fixture(autouse=True)
    def switch(self, settings, tmp_path):
        settings.MAINTENANCE_FILE = tmp_path / "maintenance.txt"
        return settings.MAINTENANCE_FILE

    def test_everybody_is_told_when_to_come_back(self, client, switch):
        switch.write_text("今晚 20:00 到 21:00 升级。\n其余不写\n", encoding="utf-8")
        answers = [client.get(path) for path in ("/", "/desk/", "/admin/")]
        assert {(answer.status_code, answer["Retry-After"]) for answer in answers} == {(503, "600")}
        page = answers[0].content.decode()
        assert "正在维护" in page
        assert "今晚 20:00 到 21:00 升级。" in page
        assert "其余不写" not in page

    def test_an_empty_file_will_do(self, client, switch):
        switch.touch()
        assert "正在维护" in client.get("/").content.decode()

    def test_programs_get_a_problem(self, client, switch):
        switch.touch()
        answer = client.get("/api/v1/schema/")
        assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "600")
        assert "正在维护" in answer.json()["detail"]

    def test_parts_of_pages_get_a_line(self, client, switch):
        switch.touch()
        page = client.get("/desk/", headers={"HX-Request": "true"}).content.decode()
        assert "正在维护" in page
        assert "<html" not in page

    def test_whoever_watches_over_the_portal_is_answered(self, client, switch):
        switch.touch()
        assert client.get("/healthz").status_code == 200

    def test_without_it_all_is_open(self, client, db):
        assert client.get("/").status_code == 200


class TestDefects:
    """Something of ours is broken."""

    def test_a_page_says_so_in_words(self):
        answer = defect_at("/desk/")
        assert answer.status_code == 500
        assert "系统出错了" in answer.content.decode()

    def test_the_api_answers_with_a_problem(self):
        answer = defect_at("/api/v1/schema/")
        assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
        assert "系统出错" in answer.content.decode()


def defect_at(path: str):
    return get_resolver().resolve_error_handler(500)(RequestFactory().get(path))


def test_too_many_attempts_say_how_long_to_wait(client, economy_clerk):
    for _ in range(5):
        answer = client.post("/login/", {"username": economy_clerk.username, "password": "wrong"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1800")
    assert "请在 30 分钟后再试" in answer.content.decode()
