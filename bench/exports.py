"""Exports: CSV against a raw COPY of the same SELECT, XLSX against its writer alone, memory, JSON lines.

Prints one JSON object per line: name, value, unit, target, ok. Works in a database of its own
(`bench_exports`), which is kept so that a second run starts at once.

    DATABASE_URL=… REDIS_URL=… python -m bench.exports [--rows 1000000] [--sheet-rows 100000]
"""

from __future__ import annotations

import argparse
import atexit
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
NAME = "bench_exports"
SMALL = 20_000

FILL = """
    INSERT INTO economy_indicatorreport (area_id, created_at, updated_at, created_by_id, indicator_id, code, title,
        period, revision_no, state, is_current, unit, cum_value, cum_text, month_value, base_value,
        reported_yoy_pct, yoy_text, reported_over_target_pct, over_target_text, negative_adjustment_reason,
        correction_reason, is_illustrative, note, due_on, review_due_on)
    SELECT (%(areas)s::bigint[])[1 + n %% %(count)s], now() - n * interval '1 second', now(), %(user)s,
        %(indicator)s, 'R' || lpad(n::text, 12, '0'), '社区规模以上工业增加值' || n,
        (2000 + n / 480 %% 20)::text || '-' || lpad((1 + n / 40 %% 12)::text, 2, '0'), 1 + n / 9600, 'published', false, '万元',
        (n %% 99991) / 7.0, '', n %% 977, (n %% 8887) / 3.0, (n %% 313) / 10.0 - 9, '', null, '', '',
        '按核定数更正', false, CASE n %% 50 WHEN 0 THEN '=1+1' WHEN 1 THEN '-含税' ELSE '统计口径与上年一致' END,
        date '2026-01-05' + n %% 365, date '2026-01-08' + n %% 365
    FROM generate_series(1, %(rows)s) AS n
"""


def prepare(rows: int) -> None:
    """Django on the bench's own database, with `rows` reports spread over forty communities."""
    import django
    from django.conf import settings

    django.setup()
    settings.MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="bench-exports-"))
    atexit.register(shutil.rmtree, settings.MEDIA_ROOT, ignore_errors=True)
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = NAME
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
    fill(rows)


def fill(rows: int) -> None:
    """Make the reports unless they are there already; captured writes are not what is measured here."""
    from django.db import connection

    from economy.indicators.models import Indicator
    from economy.reports.models import IndicatorReport
    from portal.accounts.actions import place
    from portal.accounts.models import Area, User
    from portal.accounts.roles import Role

    if IndicatorReport.objects.count() == rows:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE economy_indicatorreport, economy_indicator, accounts_post, accounts_area, accounts_user CASCADE"
        )
        cursor.execute("SET session_replication_role = origin")
    street = Area.objects.add_root({"code": "990101001000", "name": "样例街道", "kind": "street"})
    areas = [
        Area.objects.add_child(
            street, {"code": f"9901010010{n:02}", "name": f"第{n}社区", "kind": "community"}
        ).pk
        for n in range(1, 41)
    ]
    clerk = User.objects.create(username="bench", full_name="欧阳经办", password="!")
    place(clerk, role=Role.ECONOMY_CLERK, area=street)
    indicator = Indicator.objects.create(
        area=street, code="bench", name="规上工业增加值", unit="万元", caliber="whole_area"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            FILL,
            {"areas": areas, "count": len(areas), "user": clerk.pk, "indicator": indicator.pk, "rows": rows},
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE economy_indicatorreport")


def declared() -> Any:
    """An export of fourteen columns: codes, labels, dates, a masked name, texts that need defusing."""
    from economy.reports.models import IndicatorReport
    from portal.exchange.outgoing import Export
    from portal.records.tables import Table

    class ReportTable(Table):
        model = IndicatorReport
        columns = ("code", "title", "indicator", "area", "period", "state", "unit", "cum_value", "month_value",
                   "reported_yoy_pct", "due_on", "created_by", "created_at", "note")  # fmt: skip
        filters = {"id": ("lte",)}

    class ReportExport(Export):
        name = "bench.reports"
        title = "指标填报"
        permission = "economy.export_indicatorreport"
        table = ReportTable

    return ReportExport()


def clerk() -> Any:
    """Who exports."""
    from portal.accounts.models import User

    return User.objects.get(username="bench")


def raw_copy(export: Any, filters: dict[str, Any]) -> Callable[[], None]:
    """COPY of the same columns and rows, with nothing done to them."""
    from django.db.models import F

    from portal.exchange.outgoing.columns import compiled
    from portal.exchange.outgoing.snapshot import snapshot

    fields = {f"x_{c.name}": F(c.path) for c in export.columns}
    sql = compiled(export.rows(clerk(), filters).values(**fields))

    def run() -> None:
        with (
            tempfile.TemporaryFile() as file,
            snapshot() as source,
            io.BufferedWriter(file.raw, 1 << 18) as target,
        ):
            source.copy(sql, "FORMAT csv", target)
            target.flush()

    return run


def whole_export(format: str, filters: dict[str, Any]) -> Callable[[], Any]:
    """The export as a worker runs it: permission, rows, file, hash, seal, manifest, audit entries."""
    from portal.exchange.models import ExportJob
    from portal.exchange.outgoing.jobs import run_export

    def run() -> Any:
        job = ExportJob.objects.create(
            export="bench.reports",
            title="指标填报",
            format=format,
            reason="测量导出速度",
            by=clerk(),
            filters=filters,
        )
        run_export(job)
        assert job.state == "done", job.error
        return job

    return run


def sheet_writer_alone(export: Any, limit: int) -> Callable[[], None]:
    """The XLSX writer, given the same rows ready in memory."""
    from rustpy_xlsxwriter import write_worksheet

    from portal.exchange.outgoing.columns import Reader, Selection
    from portal.exchange.outgoing.snapshot import snapshot

    reader = Reader(export.model, binary=True)
    selection = Selection(export.rows(clerk(), first(limit)), reader.read(export.columns))
    with snapshot() as source:
        records = [dict(zip(selection.labels, row, strict=True)) for row in source.rows(selection)]

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_worksheet(records, f"{folder}/alone.xlsx")

    return run


def first(limit: int) -> dict[str, Any]:
    """A filter that leaves the first `limit` reports."""
    from economy.reports.models import IndicatorReport

    ids = IndicatorReport.objects.order_by("pk").values_list("pk", flat=True)
    return {"id__lte": next(iter(ids[limit - 1 : limit]))} if ids.count() > limit else {}


def seconds(run: Callable[[], Any], times: int = 3) -> float:
    """The median of a few runs."""
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def peak_mb(format: str, limit: int, rows: int) -> float:
    """The peak memory of a fresh process that exports the first `limit` rows."""
    command = [
        sys.executable,
        "-m",
        "bench.exports",
        "--rows",
        str(rows),
        "--peak",
        format,
        "--limit",
        str(limit),
    ]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def high_water_mb() -> float:
    """The peak memory of this process; not getrusage's, which counts the parent's before exec."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def report(name: str, value: float, unit: str, target: float) -> None:
    """One line of the table."""
    line = {"name": name, "value": round(value, 2), "unit": unit, "target": target, "ok": value <= target}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def measure(rows: int, sheet_rows: int) -> None:
    """All measurements."""
    export = declared()
    copied = seconds(raw_copy(export, {}))
    report("csv_vs_copy", seconds(whole_export("csv", {})) / copied, "ratio", 3)
    report("jsonl_vs_copy", seconds(whole_export("jsonl", {}), 1) / copied, "ratio", 4)
    alone = seconds(sheet_writer_alone(export, sheet_rows))
    report("xlsx_vs_writer", seconds(whole_export("xlsx", first(sheet_rows))) / alone, "ratio", 1.7)
    report("csv_memory_growth", peak_mb("csv", rows, rows) - peak_mb("csv", SMALL, rows), "MB", 64)
    growth = peak_mb("xlsx", sheet_rows, rows) - peak_mb("xlsx", SMALL, rows)
    report("xlsx_memory_growth", growth, "MB", 64)


def main() -> None:
    """Measure, or be the fresh process of one memory measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sheet-rows", type=int, default=100_000)
    parser.add_argument("--peak", choices=("csv", "xlsx", "jsonl"))
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    prepare(options.rows)
    if options.peak is None:
        return measure(options.rows, options.sheet_rows)
    declared()
    whole_export(options.peak, first(options.limit))()
    print(high_water_mb())
    return None


if __name__ == "__main__":
    main()
