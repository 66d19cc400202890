"""Old months leave the trail whole, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.utils import DatabaseError

from portal.audit import months
from portal.audit.archive import detach_month
from portal.audit.models import AuditDetachment, AuditEntry
from portal.audit.months import table_of, this_month
from portal.audit.sealing import seal_now
from portal.audit.verification import verify
from portal.errors import InvalidInput, WrongState

pytestmark = pytest.mark.django_db


def old_month(months_ago: int = 7) -> date:
    return this_month() - relativedelta(months=months_ago)


@pytest.fixture
def old_entries(db) -> list[int]:
    """Three sealed entries of a month seven months ago, with newer ones before and after them."""
    months._make(old_month())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_entry (action) VALUES ('new')")
        cursor.execute(
            "INSERT INTO audit_entry (action, at) SELECT 'old', %s FROM generate_series(1, 3) RETURNING id",
            [old_month() + relativedelta(days=14)],
        )
        ids = [one for (one,) in cursor.fetchall()]
        cursor.execute("INSERT INTO audit_entry (action) VALUES ('new')")
    seal_now()
    return ids


def test_a_detached_month_leaves_the_trail_provable(old_entries):
    detachment = detach_month(old_month(), reason="已备份到档案服务器")
    assert (detachment.count, detachment.runs) == (3, [old_entries[0], old_entries[-1]])
    assert not AuditEntry.objects.filter(id__in=old_entries).exists()
    seal_now()
    verdict = verify()
    assert verdict.whole
    assert verdict.detached == 3
    event = AuditEntry.objects.filter(action="detach_month").latest("id")
    assert (event.after["entries"], event.reason) == (3, "已备份到档案服务器")


def test_other_entries_of_the_same_seal_stay_proved(old_entries, tamper):
    detach_month(old_month(), reason="已备份")
    tamper(f"UPDATE audit_entry SET actor = 'x' WHERE id = {old_entries[0] - 1}")
    bad = verify().first_bad
    assert (bad.kind, bad.entry) == ("changed", old_entries[0] - 1)


def test_a_forged_detachment_excuses_nothing(old_entries, tamper):
    tamper(
        f"DELETE FROM audit_entry WHERE id = {old_entries[1]}",
        "INSERT INTO audit_detachment VALUES"
        f" ('2020-01-01', '{{{old_entries[1]},{old_entries[1]}}}', 1, 1, '\\x00', now())",
    )
    assert verify().first_bad.kind == "detachment_changed"


def test_a_tampered_month_is_not_detached(old_entries, tamper):
    tamper(f"DELETE FROM audit_entry WHERE id = {old_entries[1]}")
    with pytest.raises(WrongState, match=f"第 {old_entries[1]} 条日志被删除"):
        detach_month(old_month(), reason="已备份")
    assert not AuditDetachment.objects.exists()


def test_a_detached_month_stays_protected(old_entries):
    detach_month(old_month(), reason="已备份")
    with pytest.raises(DatabaseError, match="操作日志只能追加"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table_of(old_month())}")


def test_young_months_and_missing_reasons_are_refused(old_entries):
    with pytest.raises(WrongState, match="还不满六个月"):
        detach_month(old_month(6), reason="已备份")
    with pytest.raises(InvalidInput, match="理由"):
        detach_month(old_month(), reason=" ")
    with pytest.raises(InvalidInput, match="没有"):
        detach_month(old_month(9), reason="已备份")


def test_coming_months_are_ready():
    assert {table_of(this_month() + relativedelta(months=n)) for n in range(4)} <= months.partitions()
    assert months.prepare_months() == []
