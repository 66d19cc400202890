"""Whose session is gone is asked to log in, and comes back to the page he was on: never to a part, never to a 405."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.utils import timezone

from portal.attachments.models import Document
from tests.portal.accounts.conftest import bind, code_of, log_in

LIST = "/desk/documents/?q=%E5%8D%B1%E5%BA%9F"
CONFIRM = "/desk/imports/5/confirm/"


def to_login(page: str) -> str:
    return f"/login/?next={quote(page)}" if page else "/login/"


def test_a_part_of_a_page_sends_the_whole_window_to_the_login_with_the_page_as_next(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{LIST}"}
    answer = client.get("/desk/documents/?cursor=x", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, to_login(LIST))
    assert "html" not in answer.content.decode()


def test_so_does_a_part_asked_for_when_the_session_has_ended(economy_clerk):
    client = log_in(economy_clerk)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{LIST}"}
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        answer = client.get("/desk/explain/yoy/?current=5", headers=headers)
    assert answer["HX-Redirect"] == to_login(LIST)


def test_a_page_of_another_site_is_not_gone_back_to(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/"}
    assert client.get(LIST, headers=headers)["HX-Redirect"] == to_login("")


def test_what_was_sent_leads_back_to_the_page_it_was_sent_from(client, db):
    headers = {"Referer": "http://testserver/desk/imports/5/"}
    assert client.post(CONFIRM, headers=headers).url == to_login("/desk/imports/5/")


@pytest.mark.parametrize(
    "referer", [None, "https://elsewhere.example/desk/", f"http://testserver{CONFIRM}", "http://["]
)
def test_where_that_is_not_known_to_the_record(client, db, referer):
    assert client.post(CONFIRM, headers={"Referer": referer} if referer else {}).url == to_login(
        "/desk/imports/5/"
    )


def test_one_is_told_that_nothing_was_taken(client, db):
    client.post(CONFIRM)
    assert "没有提交" in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        (CONFIRM, "/desk/imports/5/"),
        ("/desk/economy/parcels/7/publish/?x=1", "/desk/economy/parcels/7/"),
        ("/logout/", "/desk/"),
        ("/api/v1/exchange/imports/", "/api/v1/exchange/imports/"),
        ("/desk/documents/?q=a", "/desk/documents/?q=a"),
    ],
)
def test_after_logging_in_one_never_meets_an_address_that_only_takes_forms(economy_clerk, asked, opened):
    assert log_in(economy_clerk, path=to_login(asked)).answer.url == opened


def test_nor_after_the_second_step(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk, path=to_login(CONFIRM))
    page = client.get(client.answer.url).url
    assert client.post(page, {"code": code_of(economy_clerk)}).url == "/desk/imports/5/"


def test_the_record_itself_is_opened_after_logging_in(client, economy_clerk, street):
    document = Document.objects.create(area=street, title="通知")
    address = f"/desk/take/attachments.document/{document.pk}/publish/"
    back = client.post(address, headers={"Referer": f"http://testserver{document.get_absolute_url()}"}).url
    log_in(economy_clerk, client=client, path=back)
    assert client.get(client.answer.url).status_code == 200
