"""Every way of writing leaves the same trail."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal import audit
from portal.accounts.models import Area, AreaKind, DataSet, User
from portal.attachments.models import Document
from portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
AREA = "accounts_area"
DOCUMENT = "attachments_document"


def document(area: Area, title: str = "通知") -> Document:
    return Document(area=area, title=title)


def test_save_of_a_new_record(street, new_entries):
    record = document(street)
    record.save()
    (entry,) = new_entries(DOCUMENT)
    assert (entry.action, entry.key, entry.area_id, entry.before) == (
        "insert",
        str(record.pk),
        street.pk,
        None,
    )
    assert entry.after["title"] == "通知"
    assert set(entry.after) == {field.column for field in Document._meta.concrete_fields}


def test_update_keeps_only_what_changed(new_entries):
    record = DataSet.objects.create(name="甲", digest="a")
    new_entries()
    DataSet.objects.filter(pk=record.pk).update(name="甲", digest="b")
    (entry,) = new_entries("accounts_dataset")
    assert (entry.action, entry.key) == ("update", str(record.pk))
    assert (entry.before, entry.after) == ({"digest": "a"}, {"digest": "b"})


def test_update_names_the_area(street, new_entries):
    Document.objects.create(area=street, title="通知")
    new_entries()
    Document.objects.update(title="通报")
    assert [entry.area_id for entry in new_entries(DOCUMENT)] == [street.pk]


def test_update_that_changes_nothing_writes_nothing(street, new_entries):
    Document.objects.create(area=street, title="通知")
    new_entries()
    Document.objects.update(title="通知")
    assert new_entries() == []


def test_bulk_create_and_bulk_update(street, new_entries):
    records = Document.objects.bulk_create([document(street, f"第{n}份") for n in range(3)])
    created = new_entries(DOCUMENT)
    for record in records:
        record.title += "（改）"
    Document.objects.bulk_update(records, ["title"])
    assert [entry.action for entry in created] == ["insert"] * 3
    assert sorted(entry.after["title"] for entry in new_entries(DOCUMENT)) == [
        "第0份（改）", "第1份（改）", "第2份（改）",
    ]  # fmt: skip


def test_delete_keeps_what_was_there(new_entries):
    record = DataSet.objects.create(name="甲", digest="a")
    key = str(record.pk)
    new_entries()
    record.delete()
    (entry,) = new_entries("accounts_dataset")
    assert (entry.action, entry.key, entry.before["name"], entry.after) == ("delete", key, "甲", None)


def test_raw_sql_and_upsert(street, new_entries):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_dataset (name, digest, loaded_at) VALUES ('甲', 'a', now()), ('乙', 'b', now())"
            " ON CONFLICT (name) DO NOTHING"
        )
        cursor.execute(
            "INSERT INTO accounts_dataset (name, digest, loaded_at) VALUES ('甲', 'c', now()), ('丙', 'd', now())"
            " ON CONFLICT (name) DO UPDATE SET digest = excluded.digest"
        )
        assert cursor.rowcount == 2
    actions = sorted(entry.action for entry in new_entries("accounts_dataset"))
    assert actions == ["insert", "insert", "insert", "update"]


def test_changing_the_key_itself(street, new_entries):
    area = Area.objects.get(pk=street.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_dataset SET id = id")
        cursor.execute(
            "INSERT INTO accounts_dataset (id, name, digest, loaded_at) VALUES (900, '甲', 'a', now())"
        )
        new_entries()
        cursor.execute("UPDATE accounts_dataset SET id = 901 WHERE id = 900")
    gone, come = sorted(new_entries("accounts_dataset"), key=lambda entry: entry.key)
    assert (gone.key, gone.before["name"], gone.after["name"]) == ("900", "甲", None)
    assert (come.key, come.before["name"], come.after["name"]) == ("901", None, "甲")
    assert area.pk == street.pk


def test_copy(street, economy_clerk, new_entries):
    rows = io.StringIO("甲,a,2026-01-01\n乙,b,2026-01-01\n")
    with (
        audit.context(actor=economy_clerk, reason="批量载入"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        audit.bind(cursor)
        cursor.copy_expert("COPY accounts_dataset (name, digest, loaded_at) FROM STDIN CSV", rows)
    entries = new_entries("accounts_dataset")
    assert [entry.after["name"] for entry in entries] == ["甲", "乙"]
    assert {(entry.actor, entry.reason) for entry in entries} == {("economy_clerk", "批量载入")}


def test_many_rows_in_one_update(street, new_entries):
    Document.objects.bulk_create([document(street, f"第{n}份") for n in range(500)])
    new_entries()
    Document.objects.filter(area=street).update(document_number="区办〔2026〕1号")
    entries = new_entries(DOCUMENT)
    assert len(entries) == 500
    assert all(entry.after["document_number"] == "区办〔2026〕1号" for entry in entries)


def test_truncate(new_entries):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_dataset")
    assert [(entry.action, entry.table_name) for entry in new_entries()] == [("truncate", "accounts_dataset")]


def test_rollback_leaves_nothing(street, new_entries):
    with transaction.atomic():
        Document.objects.create(area=street, title="通知")
        transaction.set_rollback(True)
    assert new_entries() == []


def test_passwords_never_enter_the_trail(new_entries):
    user = User(username="zhang", full_name="张三", mobile="13800138000")
    user.set_password("Jiedao-test-2026")
    user.save()
    first = user.password
    user.set_password("Jiedao-test-2027")
    user.save()
    insert, update = new_entries("accounts_user")
    assert insert.after["password"] == "changed"
    assert (update.before["password"], update.after["password"]) == ("hidden", "changed")
    assert first not in str(insert.after) + str(update.before)
    assert "13800138000" not in str(insert.after)


def test_second_factor_keys_are_hidden(economy_clerk, new_entries):
    device = TOTPDevice.objects.create(user=economy_clerk)
    spare = StaticDevice.objects.create(user=economy_clerk).token_set.create(token="spare-code")
    told = str([entry.after for entry in new_entries()])
    assert device.key not in told
    assert spare.token not in told


def test_amounts_are_exact(new_entries):
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_entry (action, after) VALUES ('probe', '{"value": 7107.20}') RETURNING id"""
        )
        entry = AuditEntry.objects.get(pk=cursor.fetchone()[0])
    assert entry.after == {"value": Decimal("7107.20")}
    assert str(entry.after["value"]) == "7107.20"


def test_area_tree_moves_are_captured(street, new_entries):
    street.add_child(code="990101001009", name="丙社区", kind=AreaKind.COMMUNITY)
    actions = [(entry.action, entry.table_name) for entry in new_entries(AREA)]
    assert ("insert", AREA) in actions
    assert ("update", AREA) in actions  # the parent's numchild, which treebeard writes by raw SQL
