"""Who, why and in which request: right everywhere, and never somebody else."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest
from celery import shared_task
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view, authentication_classes

from portal import audit
from portal.accounts.models import DataSet
from portal.audit.attribution import current
from portal.audit.middleware import AuditMiddleware

pytestmark = pytest.mark.django_db
TABLE = "accounts_dataset"


def attributed(entries):
    return [(entry.actor_id, entry.actor, entry.reason) for entry in entries]


def test_context_names_actor_reason_and_request(economy_clerk, new_entries):
    request_id = uuid4()
    with audit.context(actor=economy_clerk, reason="100%核对'引号'", request_id=request_id):
        DataSet.objects.create(name="甲", digest="a")
        DataSet.objects.filter(name="甲").update(digest="50%")
    entries = new_entries(TABLE)
    assert attributed(entries) == [(economy_clerk.pk, "economy_clerk", "100%核对'引号'")] * 2
    assert [entry.request for entry in entries] == [request_id] * 2
    assert entries[1].after == {"digest": "50%"}


def test_nested_contexts_inherit_and_return(economy_clerk, new_entries):
    with audit.context(actor=economy_clerk, reason="外"):
        with audit.context(reason="内"):
            DataSet.objects.create(name="甲", digest="a")
        with audit.context(actor="system:roll_up"):
            DataSet.objects.create(name="乙", digest="a")
        DataSet.objects.create(name="丙", digest="a")
    assert [(actor, reason) for _, actor, reason in attributed(new_entries(TABLE))] == [
        ("economy_clerk", "内"), ("system:roll_up", "外"), ("economy_clerk", "外"),
    ]  # fmt: skip


def test_without_context_the_database_role_is_named(new_entries):
    DataSet.objects.create(name="甲", digest="a")
    assert new_entries(TABLE)[0].actor.startswith("db:")


def test_savepoint_rollback_does_not_lose_the_actor(economy_clerk, new_entries):
    with audit.context(actor=economy_clerk):
        with transaction.atomic():
            DataSet.objects.create(name="甲", digest="a")
            transaction.set_rollback(True)
        DataSet.objects.create(name="乙", digest="a")
    assert attributed(new_entries(TABLE)) == [(economy_clerk.pk, "economy_clerk", "")]


def test_a_with_query_that_writes_is_attributed(economy_clerk, new_entries):
    DataSet.objects.create(name="甲", digest="a")
    new_entries()
    with audit.context(actor=economy_clerk), connection.cursor() as cursor:
        cursor.execute("WITH gone AS (DELETE FROM accounts_dataset RETURNING name) SELECT name FROM gone")
        assert cursor.fetchall() == [("甲",)]
    assert attributed(new_entries(TABLE)) == [(economy_clerk.pk, "economy_clerk", "")]


def test_reading_asks_for_no_user(django_assert_num_queries):
    asked = []
    with audit.context(actor=lambda: asked.append(1)), django_assert_num_queries(1):
        list(DataSet.objects.all())
    assert asked == []


def test_web_request(economy_clerk, new_entries):
    def view(request):
        DataSet.objects.create(name="甲", digest="a")
        return HttpResponse("ok")

    request = RequestFactory().post("/")
    request.user = SimpleLazyObject(lambda: economy_clerk)
    response = AuditMiddleware(view)(request)
    (entry,) = new_entries(TABLE)
    assert (entry.actor_id, entry.request) == (economy_clerk.pk, UUID(response["X-Request-ID"]))
    assert current() is None


def test_anonymous_request_and_failing_request(new_entries):
    def view(request):
        DataSet.objects.create(name="甲", digest="a")
        raise ZeroDivisionError

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    with pytest.raises(ZeroDivisionError):
        AuditMiddleware(view)(request)
    assert new_entries(TABLE)[0].actor == "anonymous"
    assert current() is None


def test_a_user_whom_the_api_authenticates(economy_clerk, new_entries):
    class AlwaysTheClerk(BaseAuthentication):
        def authenticate(self, request):
            return economy_clerk, None

    @api_view(["POST"])
    @authentication_classes([AlwaysTheClerk])
    def view(request):
        DataSet.objects.create(name="甲", digest="a")
        return HttpResponse("ok")

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    AuditMiddleware(view)(request)
    assert attributed(new_entries(TABLE)) == [(economy_clerk.pk, "economy_clerk", "")]


@shared_task(name="tests.write_a_row")
def write_a_row(name: str) -> None:
    DataSet.objects.create(name=name, digest="a")


def test_eager_task_inherits_or_names_itself(economy_clerk, new_entries):
    with audit.context(actor=economy_clerk, reason="后台"):
        write_a_row.delay("甲")
    write_a_row.delay("乙")
    assert attributed(new_entries(TABLE)) == [
        (economy_clerk.pk, "economy_clerk", "后台"), (None, "system:tests.write_a_row", ""),
    ]  # fmt: skip
    assert current() is None


def test_a_queued_task_carries_who_queued_it(economy_clerk, new_entries):
    from portal.audit import carrying

    headers: dict = {}
    with audit.context(actor=economy_clerk, reason="导出", request_id=uuid4()):
        carrying.pack(headers=headers)
    write_a_row.apply(args=["甲"], headers=headers)
    assert attributed(new_entries(TABLE)) == [(economy_clerk.pk, "economy_clerk", "导出")]


def test_threads_do_not_see_each_other(economy_clerk):
    seen = []
    with audit.context(actor=economy_clerk):
        thread = threading.Thread(target=lambda: seen.append(current()))
        thread.start()
        thread.join()
    assert seen == [None]


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_the_connection(economy_clerk, new_entries):
    with audit.context(actor=economy_clerk):
        DataSet.objects.create(name="甲", digest="a")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_dataset (name, digest, loaded_at) VALUES ('乙', 'a', now())")
    first, second = new_entries(TABLE)
    assert first.actor == "economy_clerk"
    assert second.actor.startswith("db:")


@pytest.mark.django_db(transaction=True)
def test_bind_is_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError), connection.cursor() as cursor:
        audit.bind(cursor)
