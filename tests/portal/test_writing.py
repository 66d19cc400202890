"""Records are read again under a lock, only what changed is written, and constraints speak in sentences."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils.functional import SimpleLazyObject
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework.test import APIClient

from portal.accounts.models import Area, Post, User
from portal.api.actions import issue_token
from portal.attachments.actions import keep_document
from portal.attachments.models import Document
from portal.clock.models import Deadline, DeadlineRule
from portal.errors import InvalidInput, NotVisible, WrongState
from portal.writing import changed_fields, locked, locked_all, refusal_of, saved, writing
from tests.races import while_uncommitted, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(street, economy_clerk) -> Document:
    """A document without a file."""
    return Document.objects.create(area=street, title="通知", created_by=economy_clerk)


def title_of(document: Document) -> str:
    return Document.objects.values_list("title", flat=True).get(pk=document.pk)


def test_a_locked_record_is_the_row_that_stands_and_the_same_object(document):
    old = whole(document)
    Document.objects.update(title="改过的通知", quote="摘录")

    assert locked(old) is old
    assert (old.title, old.quote, old.search_text) == ("改过的通知", "摘录", "改过的通知  摘录")


def test_what_was_assigned_before_is_lost(document):
    document.title = "没有保存"

    assert locked(document).title == "通知"


def test_related_records_stay_at_hand_unless_the_row_names_another(document, other_street):
    old = whole(document)
    street, by = old.area, old.created_by
    Document.objects.update(area=other_street)
    locked(old)

    assert (old.area, old.area is street, old.created_by is by) == (other_street, False, True)


def test_the_record_above_is_locked_first_and_hangs_on_it_as_it_stands(document, other_street, monkeypatch):
    monkeypatch.setattr(Document, "stands_within", "area", raising=False)
    old = whole(document)
    Document.objects.update(area=other_street)
    Area.objects.filter(pk=other_street.pk).update(name="改名街道")
    with CaptureQueriesContext(connection) as queries:
        locked(old)

    assert (old.area.name, len(queries)) == ("改名街道", 4)
    assert '"accounts_area"' in queries[0]["sql"]


def test_what_was_read_along_is_read_afresh(street, community):
    area = Area.objects.prefetch_related("posts").get(pk=street.pk)
    assert list(area.posts.all()) == []
    user = User.objects.create(username="x", full_name="样例")
    Post.objects.create(user=user, area=street, role="economy_clerk", valid_from=date(2026, 1, 1))

    assert [post.user for post in locked(area).posts.all()] == [user]


def test_a_deferred_field_is_read_too(document):
    assert "title" in locked(Document.objects.only("id").get()).__dict__


def test_what_one_may_not_see_is_not_there(document, economy_clerk, outsider):
    assert locked(document, by=economy_clerk) is document
    with pytest.raises(NotVisible):
        locked(document, by=outsider)


def test_a_record_that_is_gone_is_not_there(document):
    old = whole(document)
    document.delete()

    with pytest.raises(NotVisible):
        locked(old)
    with pytest.raises(NotVisible):
        locked_all([old])


def test_many_are_locked_at_once(document, street):
    other = Document.objects.create(area=street, title="另一份")
    Document.objects.update(quote="改过")

    with CaptureQueriesContext(connection) as queries:
        locked_all([other, document])

    assert (document.quote, other.quote, len(queries)) == ("改过", "改过", 1)


def test_a_lazy_user_is_locked_as_himself(economy_clerk):
    lazy = SimpleLazyObject(lambda: User.objects.get(pk=economy_clerk.pk))
    locked(lazy)
    lazy.full_name = "改名"
    saved(lazy)

    assert User.objects.get(pk=economy_clerk.pk).full_name == "改名"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_lock_is_a_defect(document):
    with pytest.raises(RuntimeError, match="writing"):
        locked(document)


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_and_sees_what_the_first_wrote(document):
    old = whole(document)

    def first() -> None:
        Document.objects.update(title="先改")

    def second() -> str:
        with writing():
            return locked(old).title

    assert while_uncommitted(first, second) == "先改"


@pytest.mark.django_db(transaction=True)
def test_what_points_to_a_locked_record_is_entered_without_waiting(document, street, economy_clerk):
    def enter() -> Document:
        return Document.objects.create(area=street, title="下级", created_by=economy_clerk)

    with writing():
        locked(street)
        made = while_uncommitted(lambda: None, enter)

    assert made.area == street


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_kept_once(street, economy_clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = []

    def keep() -> Document:
        file = ContentFile("同一份".encode(), "文件.txt")
        return keep_document(file, area=street, title="文件", by=economy_clerk)

    second = while_uncommitted(lambda: kept.append(keep()), keep)

    assert [second] == kept


def test_only_what_changed_is_written(document):
    locked(document)
    document.title = "改名"
    with CaptureQueriesContext(connection) as queries:
        saved(document)

    (update,) = [query["sql"] for query in queries]
    assert re.findall(r'"(\w+)" = ', update.split("WHERE")[0]) == ["updated_at", "title"]


def test_nothing_changed_writes_nothing(document):
    locked(document)
    with CaptureQueriesContext(connection) as queries:
        saved(document)

    assert (len(queries), changed_fields(document)) == (0, [])


def test_a_list_changed_in_place_is_seen(economy_clerk):
    locked(economy_clerk)
    economy_clerk.password_history.append("x")

    assert changed_fields(economy_clerk) == ["password_history"]


def test_the_same_personal_text_again_is_no_change(economy_clerk):
    economy_clerk.mobile = "13800138000"
    economy_clerk.save(update_fields=["mobile"])
    locked(economy_clerk)
    economy_clerk.mobile = "138 0013 8000"
    assert changed_fields(economy_clerk) == []

    economy_clerk.mobile = "13900139000"
    assert changed_fields(economy_clerk) == ["mobile"]


def test_a_record_that_was_not_locked_is_not_saved(document):
    document.title = "改名"

    with pytest.raises(RuntimeError, match="not locked"):
        saved(document)


# Refusals of the database -----------------------------------------------------------------------------


def refused(act) -> tuple[str, str, str]:
    """The kind, the sentence and the field of a refusal of the database."""
    with pytest.raises((InvalidInput, WrongState)) as caught, writing():
        act()
    field = caught.value.errors[0]["field"] if caught.value.errors else ""
    return caught.value.code, caught.value.message, field


def make_rule(**fields) -> DeadlineRule:
    given = {"code": "reply", "name": "答复", "length": 5, "unit": "working_day", "legal_basis": "条例",
             "effective_from": date(2020, 1, 1)}  # fmt: skip
    return DeadlineRule.objects.create(**{**given, **fields})


def test_a_check_says_its_sentence_beside_its_field():
    ended = {"effective_to": date(2019, 1, 1)}
    assert refused(lambda: make_rule(length=0)) == ("InvalidInput", "期限至少为 1。", "length")
    assert refused(lambda: make_rule(**ended)) == (
        "InvalidInput",
        "失效日期不能早于施行日期。",
        "effective_to",
    )


def test_an_overlap_says_its_sentence():
    make_rule()
    sentence = "同一规则的施行期间不能重叠；请先给上一版填写失效日期。"
    assert refused(lambda: make_rule(effective_from=date(2021, 1, 1))) == (
        "InvalidInput",
        sentence,
        "effective_from",
    )


def test_what_is_there_already_is_the_wrong_state_where_the_constraint_says_so(street):
    rule, day = make_rule(), date(2026, 1, 5)
    fields = {
        "model": "x",
        "object_id": 1,
        "area": street,
        "rule": rule,
        "started_on": day,
        "strict_on": day,
        "due_on": day,
    }
    Deadline.objects.create(**fields)

    assert refused(lambda: Deadline.objects.create(**fields)) == (
        "WrongState",
        "这条记录的这个期限已经在计算。",
        "rule",
    )


def test_a_unique_field_says_which(economy_clerk):
    again = {"username": economy_clerk.username, "full_name": "样例"}
    assert refused(lambda: User.objects.create(**again)) == (
        "InvalidInput", "用户名相同的账号已经有了，请核对。", "username",
    )  # fmt: skip


def test_a_field_that_is_not_given_says_which(street):
    assert refused(lambda: Document.objects.create(area=street, title=None)) == (
        "InvalidInput",
        "没有填“标题”。",
        "title",
    )


def test_a_trigger_says_its_message(economy_clerk, street):
    both = {"user": economy_clerk, "area": street, "role": "system_admin", "valid_from": date(2026, 1, 1)}
    code, message, _ = refused(lambda: Post.objects.create(**both))
    assert (code, message[:12]) == ("InvalidInput", "系统管理员、安全管理员、")


def test_what_nobody_put_in_words_stays_a_defect(db):
    def enter() -> None:
        Document.objects.create(area_id=0, title="没有这个区域")
        connection.check_constraints()

    with pytest.raises(IntegrityError) as caught, writing():
        enter()
    assert refusal_of(caught.value) is None


@api_view(["POST"])
def break_by_api(request) -> Response:
    """Writes past every action."""
    make_rule(length=0)
    return Response()


def break_by_page(request):
    """Writes past every action."""
    with transaction.atomic():
        make_rule(length=0)


@pytest.fixture
def broken(settings) -> None:
    """The addresses of the portal, and two that write past every action."""
    settings.ROOT_URLCONF = __name__


def test_a_constraint_nobody_asked_about_is_told_on_the_page(client, broken, economy_clerk):
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    response = client.post("/break/")
    assert (response.status_code, "期限至少为 1。" in response.content.decode()) == (400, True)


def test_a_constraint_nobody_asked_about_is_told_by_api(broken, economy_clerk):
    caller = APIClient(headers={"Authorization": f"Token {issue_token(economy_clerk)}"})
    response = caller.post("/api/v1/break/")
    assert (response.status_code, response.json()["detail"]) == (400, "期限至少为 1。")
    assert response.json()["errors"] == [{"field": "length", "message": "期限至少为 1"}]


urlpatterns = [
    path("break/", break_by_page),
    path("api/v1/break/", break_by_api),
    path("", include("portal.urls")),
]
