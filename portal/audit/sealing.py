"""Sealing: every few seconds new entries are closed under a keyed digest of themselves and the seal before.

Never inside the transactions that write entries: one chain head there cost 34 times a bulk load
(docs/decisions/audit-trail.md).
"""

from __future__ import annotations

import hmac
import struct
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.models import AuditSeal

BATCH = 20_000
LEAF_SIZE = 16
GENESIS = bytes(32)
LOCK = "SELECT pg_advisory_xact_lock(hashtext('audit.seal'))"

# The wire format of a row: it says where each value ends and does not depend on the session's settings.
LEAF = """substring(sha256(record_send(ROW({id}, at, actor_id, actor, request, reason, action,
    table_name, key, before, after, area_id))) FOR 16)"""

LEAVES = f"""
    SELECT id, {LEAF.format(id="id")} AS leaf FROM audit_entry WHERE id > %s AND id <= %s ORDER BY id
"""

GAPS = """
    SELECT previous + 1, id - 1
    FROM (SELECT id, lag(id, 1, %(after)s) OVER (ORDER BY id) AS previous
          FROM audit_entry WHERE id > %(after)s AND id <= %(last)s) entry
    WHERE id > previous + 1 ORDER BY id
"""

# Whoever may still commit an id already drawn holds this lock: taken before the id is, given back when the
# commit is visible. Transactions that write no entry do not delay the seal.
WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE relation IN (SELECT relid FROM pg_partition_tree('audit_entry')) AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""


def seal_now(*, patience: float = 10.0) -> AuditSeal | None:
    """Seal everything committed before the call; the newest seal, None while there is no entry at all.

    Waits up to `patience` seconds for transactions that are still writing; when they last longer, their
    entries and those after them are left to the next seal. Not for use inside a snapshot transaction
    (REPEATABLE READ), which cannot see what it would seal.
    """
    _require_read_committed()
    horizon = _horizon(patience)
    while horizon is not None and _seal_batch(horizon):
        pass
    return newest_seal()


def newest_seal() -> AuditSeal | None:
    """The last link of the chain: what an auditor writes down."""
    return AuditSeal.objects.order_by("-no").defer("leaves").first()


def digest_of(seal: AuditSeal) -> bytes:
    """The keyed digest that this seal must bear."""
    head = struct.pack(">4q", seal.no, seal.first_id, seal.last_id, seal.count)
    body = struct.pack(f">{len(seal.gaps)}q", *seal.gaps)
    return keyed_digest(b"seal", bytes(seal.previous), head, body, _stamp(seal.at), bytes(seal.leaves))


def keyed_digest(*parts: bytes) -> bytes:
    """HMAC-SHA256 over `parts`, each with its length in front, under the installation's sealing key."""
    mac = hmac.new(settings.AUDIT_SEAL_KEY.encode(), digestmod="sha256")
    for part in parts:
        mac.update(struct.pack(">q", len(part)))
        mac.update(part)
    return mac.digest()


def _horizon(patience: float) -> int | None:
    """An id up to which every entry is committed or rolled back; None when that cannot be said in time."""
    drawn = _value("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_entry_id_seq")
    deadline = time.monotonic() + patience
    writing = before = _writers()
    while writing & before:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.02)
        writing = _writers()
    return drawn


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {transaction for (transaction,) in cursor.fetchall()}


@transaction.atomic
def _seal_batch(horizon: int) -> int:
    """Seal the next entries up to `horizon`; how many. One sealer at a time."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    head = newest_seal()
    after = head.last_id if head else 0
    count, last, leaves = _leaves(after, horizon)
    if not count:
        return 0
    seal = AuditSeal(
        no=head.no + 1 if head else 1, first_id=after + 1, last_id=last, count=count, leaves=leaves,
        gaps=_gaps(after, last) if last - after != count else [],
        previous=bytes(head.digest) if head else GENESIS, at=timezone.now(),
    )  # fmt: skip
    seal.digest = digest_of(seal)
    seal.save(force_insert=True)
    return count


def _leaves(after: int, last: int) -> tuple[int, int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), max(id), string_agg(leaf, ''::bytea) FROM ({LEAVES} LIMIT %s) entry",
            [after, last, BATCH],
        )
        count, highest, leaves = cursor.fetchone()
    return count, highest, bytes(leaves or b"")


def _gaps(after: int, last: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(GAPS, {"after": after, "last": last})
        return [bound for pair in cursor.fetchall() for bound in pair]


def _stamp(moment: datetime) -> bytes:
    return moment.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds").encode()


def _require_read_committed() -> None:
    if _value("SHOW transaction_isolation") != "read committed":
        raise RuntimeError("Seal before or after a snapshot transaction, not inside it.")


def _value(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
