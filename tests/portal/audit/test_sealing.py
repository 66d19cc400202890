"""Sealing loses nothing and lets nobody rewrite what it closed."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from portal.accounts.models import DataSet
from portal.audit import sealing
from portal.audit.events import record_event
from portal.audit.models import AuditEntry, AuditSeal
from portal.audit.months import table_of, this_month
from portal.audit.sealing import newest_seal, seal_now
from portal.audit.verification import parse_expectation, sealed_ids, verify
from portal.errors import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(db) -> list[int]:
    """Ten sealed entries in two seals; their ids."""
    seal_now()
    first = [record_event(action="probe", subject="first", detail={"n": n}) for n in range(5)]
    seal_now()
    second = [record_event(action="probe", subject="second", detail={"n": n}) for n in range(5)]
    seal_now()
    return first + second


def found() -> tuple[str, int | None]:
    bad = verify().first_bad
    return (bad.kind, bad.entry) if bad else ("whole", None)


def test_a_whole_trail(sealed):
    verdict = verify()
    assert verdict.whole
    assert verdict.unsealed == 0
    assert verdict.entries == AuditEntry.objects.count()
    assert (verdict.last_seal, verdict.digest) == (newest_seal().no, newest_seal().hex)


def test_nothing_new_makes_no_new_seal(sealed):
    assert seal_now() == seal_now()


def test_the_database_refuses_every_change(sealed):
    for statement in (
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry WHERE false",
        "TRUNCATE audit_entry",
        f"UPDATE {table_of(this_month())} SET actor = 'x'",
        f"TRUNCATE {table_of(this_month())}",
        "DELETE FROM audit_entry_default",
        "UPDATE audit_seal SET count = 0",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_detachment",
    ):
        with pytest.raises(DatabaseError, match="操作日志只能追加"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_changed_row(sealed, tamper):
    tamper(f"UPDATE audit_entry SET actor = 'somebody' WHERE id = {sealed[6]}")
    assert found() == ("changed", sealed[6])


def test_a_changed_detail_and_a_changed_time(sealed, tamper):
    tamper(f"UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = {sealed[8]}")
    assert found() == ("changed", sealed[8])
    tamper(f"UPDATE audit_entry SET after = '{{\"n\": 9}}' WHERE id = {sealed[3]}")
    assert found() == ("changed", sealed[3])


def test_a_removed_row(sealed, tamper):
    tamper(f"DELETE FROM audit_entry WHERE id = {sealed[2]}")
    assert found() == ("removed", sealed[2])


def test_the_last_row_removed(sealed, tamper):
    tamper(f"DELETE FROM audit_entry WHERE id = {sealed[-1]}")
    assert found() == ("removed", sealed[-1])


def test_an_inserted_row(sealed, tamper):
    with transaction.atomic():
        burnt = record_event(action="probe")
        transaction.set_rollback(True)
    record_event(action="probe")
    assert burnt in [
        n for first, last in zip(*[iter(seal_now().gaps)] * 2, strict=True) for n in range(first, last + 1)
    ]
    tamper(f"INSERT INTO audit_entry (id, action) VALUES ({burnt}, 'invented')")
    assert found() == ("inserted", burnt)


def test_a_duplicated_and_a_negative_row(sealed, tamper):
    tamper(f"INSERT INTO audit_entry (id, action) VALUES ({sealed[4]}, 'invented')")
    assert found() == ("inserted", sealed[4])
    tamper("INSERT INTO audit_entry (id, action) VALUES (-7, 'invented')")
    assert found() == ("inserted", -7)


def test_a_row_numbered_zero(sealed, tamper):
    tamper("INSERT INTO audit_entry (id, action) VALUES (0, 'invented')")
    assert found() == ("inserted", 0)


@pytest.mark.parametrize(("one", "other"), [(1, 3), (2, 7)])
def test_a_swapped_pair(sealed, tamper, one, other):
    one, other = sealed[one], sealed[other]
    tamper(
        f"UPDATE audit_entry SET id = CASE id WHEN {one} THEN {other} ELSE {one} END WHERE id IN ({one}, {other})"
    )
    assert found() == ("reordered", one)
    assert f"第 {other} 条" in verify().first_bad.message


def test_a_row_moved_elsewhere(sealed, tamper):
    tamper(f"UPDATE audit_entry SET id = 900000000 WHERE id = {sealed[5]}")
    assert found() == ("reordered", sealed[5])


def test_a_changed_seal(sealed, tamper):
    seal = newest_seal()
    tamper(f"UPDATE audit_seal SET at = at + interval '1 hour' WHERE no = {seal.no}")
    bad = verify().first_bad
    assert (bad.kind, bad.seal, bad.entry) == ("seal_changed", seal.no, seal.first_id)


def test_an_entry_changed_together_with_its_leaf(sealed, tamper):
    seal = newest_seal()
    leaves = sealing.LEAVES % (seal.first_id - 1, seal.last_id)
    tamper(
        f"UPDATE audit_entry SET actor = 'somebody' WHERE id = {sealed[6]}",
        f"UPDATE audit_seal SET leaves = (SELECT string_agg(leaf, ''::bytea) FROM ({leaves}) x) WHERE no = {seal.no}",
    )
    bad = verify().first_bad
    assert (bad.kind, bad.seal) == ("seal_changed", seal.no)


def test_an_earlier_bad_entry_comes_before_a_bad_seal(sealed, tamper):
    tamper(
        f"UPDATE audit_seal SET count = count + 1 WHERE no = {newest_seal().no}",
        f"UPDATE audit_entry SET actor = 'x' WHERE id = {sealed[0]}",
    )
    assert found() == ("changed", sealed[0])


def test_a_removed_seal(sealed, tamper):
    last = newest_seal()
    previous = AuditSeal.objects.get(no=last.no - 1)
    tamper(f"DELETE FROM audit_seal WHERE no = {previous.no}")
    bad = verify().first_bad
    assert (bad.kind, bad.seal, bad.entry) == ("seal_removed", previous.no, previous.first_id)


def test_a_chain_made_anew_fails_against_the_kept_digest(sealed, tamper):
    kept = {newest_seal().no: newest_seal().hex}
    tamper(
        f"UPDATE audit_entry SET actor = 'x' WHERE id = {sealed[7]}",
        f"DELETE FROM audit_seal WHERE no = {min(kept)}",
    )
    bad = verify(expect=kept).first_bad
    assert (bad.kind, bad.seal) == ("seal_removed", min(kept))
    seal_now()
    assert verify().whole  # somebody with the key can do that
    bad = verify(expect=kept).first_bad
    assert (bad.kind, bad.seal) == ("seal_changed", min(kept))


def test_verifying_a_part(sealed, tamper):
    last = newest_seal()
    tamper(f"UPDATE audit_entry SET actor = 'x' WHERE id = {sealed[0]}")
    assert verify(from_seal=last.no).whole
    assert verify(from_seal=last.no).entries == 5
    assert not verify(to_seal=last.no - 1).whole


def test_kept_digests_are_read_from_text():
    digest = "ab" * 32
    assert parse_expectation(f"7:{digest}, 8：{digest.upper()}") == {7: digest, 8: digest}
    with pytest.raises(InvalidInput, match="摘要应为 64 位"):
        parse_expectation("7:abc")


def test_batches_are_bounded(sealed, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    before = newest_seal().no
    ids = [record_event(action="probe") for _ in range(10)]
    assert seal_now().no == before + 3
    sealed_now = [
        one for seal in AuditSeal.objects.filter(no__gt=before).order_by("no") for one in sealed_ids(seal)
    ]
    assert sealed_now == ids
    assert verify().whole


@contextmanager
def second_connection():
    """Another session; closed even when the test fails, or the tables could not be emptied after it."""
    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    other = psycopg2.connect(**{name: settings[name] for name in names if settings.get(name)})
    try:
        yield other
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_delays_the_seal_and_loses_nothing():
    record_event(action="probe")
    seal_now()
    with second_connection() as other:
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO accounts_dataset (name, digest, loaded_at) VALUES ('慢', 'a', now())")
        DataSet.objects.create(name="快", digest="a")
        before = newest_seal()
        assert seal_now(patience=0.1) == before
        assert AuditEntry.objects.filter(id__gt=before.last_id).count() == 1
        other.commit()
    seal = seal_now(patience=0.1)
    assert (seal.no, seal.count, list(seal.gaps)) == (before.no + 1, 2, [])
    assert verify().whole


@pytest.mark.django_db(transaction=True)
def test_a_long_reader_delays_nothing():
    with second_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        seal_now()
        entry = record_event(action="probe")
        assert seal_now(patience=0.1).last_id == entry


@pytest.mark.django_db(transaction=True)
def test_writers_rollbacks_and_sealers_side_by_side():
    def write(name: str) -> None:
        with second_connection() as other:
            for n in range(40):
                with other.cursor() as cursor:
                    cursor.execute(
                        "INSERT INTO accounts_dataset (name, digest, loaded_at) VALUES (%s, 'a', now())",
                        [f"{name}{n}"],
                    )
                other.rollback() if n % 5 == 0 else other.commit()

    def seal() -> None:
        for _ in range(10):
            seal_now()
        connection.close()

    threads = [threading.Thread(target=write, args=[name]) for name in "甲乙丙"]
    threads += [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_now()
    verdict = verify()
    assert verdict.whole
    assert verdict.unsealed == 0
    assert AuditEntry.objects.filter(table_name="accounts_dataset", action="insert").count() >= 96


@pytest.mark.django_db(transaction=True)
def test_sealing_inside_a_snapshot_is_refused():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(RuntimeError, match="snapshot"):
            seal_now()
