"""Imports: 100,000 figures from XLSX, dry run and confirmation, against reading the file and COPY alone.

Prints one JSON object per line: name, value, unit, target, ok. Works in a database of its own
(`bench_imports`). The measured import is the office's own, `economy.history`; the baseline reads the same
file with calamine and copies the same ready rows into the same table, indexed and audited.

    DATABASE_URL=… REDIS_URL=… python -m bench.imports [--rows 100000] [--peer 2000]

`--peer N` also runs django-import-export over N rows with the same checks and compares time per row. It is
not among the project's requirements: pip install "django-import-export[xlsx]" first.
"""

from __future__ import annotations

import argparse
import atexit
import io
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
NAME = "bench_imports"
INDICATORS, COMMUNITIES = 50, 50
HEAD = ("序号", "指标名称", "区域", "期间", "单位", "累计", "上年同期累计", "同比±%", "备注")
COPIED = (
    "area_id, created_at, updated_at, created_by_id, indicator_id, code, title, period, revision_no, state,"
    " is_current, unit, cum_value, cum_text, month_value, base_value, reported_yoy_pct, yoy_text,"
    " reported_over_target_pct, over_target_text, negative_adjustment_reason, correction_reason,"
    " is_illustrative, note, due_on, review_due_on, source_document_id"
)


def prepare() -> None:
    """Django on the bench's own database, with indicators, communities and a clerk."""
    import django
    from django.conf import settings

    django.setup()
    settings.MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="bench-imports-"))
    settings.IMPORT_AT_ONCE_BYTES = settings.IMPORT_AT_ONCE_ROWS = 1 << 40
    atexit.register(shutil.rmtree, settings.MEDIA_ROOT, ignore_errors=True)
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = NAME
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
    fill()


def fill() -> None:
    """The street, unless it is there already."""
    from django.utils import timezone

    from economy.indicators.models import Indicator
    from portal.accounts.actions import place
    from portal.accounts.models import Area, User
    from portal.accounts.roles import Role

    empty()
    if User.objects.filter(username="bench").exists():
        return
    street = Area.objects.add_root({"code": "990101001000", "name": "样例街道", "kind": "street"})
    for number in range(COMMUNITIES):
        fields = {"code": f"99010100{1001 + number}", "name": f"第{number}社区", "kind": "community"}
        Area.objects.add_child(Area.objects.get(pk=street.pk), fields)
    clerk = User.objects.create(username="bench", full_name="欧阳经办", password="!")
    place(clerk, role=Role.ECONOMY_CLERK, area=street, valid_from=timezone.localdate())
    Indicator.objects.bulk_create(
        Indicator(area=street, code=f"bench-{n}", name=f"样例指标{n}", unit="万元", caliber="whole_area")
        for n in range(INDICATORS)
    )


def empty() -> None:
    """No figures, no imports, and none of their trail."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE economy_indicatorreport, exchange_importjob, attachments_document, audit_entry CASCADE"
        )
        cursor.execute("SET session_replication_role = origin")


def lines(rows: int) -> Iterator[dict[str, Any]]:
    """What an office's table of past years looks like."""
    for number in range(rows):
        month, rest = divmod(number, INDICATORS * COMMUNITIES)
        indicator, community = divmod(rest, COMMUNITIES)
        yield dict(zip(HEAD, (
            number + 1, f"样例指标{indicator}", f"第{community}社区", f"{2014 + month // 12}年1—{month % 12 + 1}月",
            "万元", round(number / 7, 2), round(number / 8, 2), f"{number % 300 / 10 - 9:.1f}%", f"统计口径与上年一致{number}",
        ), strict=True))  # fmt: skip


def workbook(rows: int) -> Path:
    """The file that is imported."""
    from django.conf import settings
    from rustpy_xlsxwriter import FastExcel

    path = Path(settings.MEDIA_ROOT) / f"历史数据{rows}.xlsx"
    if not path.exists():
        FastExcel(str(path)).sheet("数据", lines(rows)).save()
    return path


def whole_import(path: Path) -> float:
    """Seconds from the upload to the last row on record: examination, dry run, all checks, confirmation, trail."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.accounts.models import Area, User
    from portal.exchange.intake.actions import confirm_import, upload_import

    empty()
    clerk, street = User.objects.get(username="bench"), Area.objects.get(code="990101001000")
    file = SimpleUploadedFile(path.name, path.read_bytes())
    started = time.perf_counter()
    job = upload_import("economy.history", file, area=street, by=clerk)
    checked = time.perf_counter()
    assert job.problem_count == 0, job.problems[:3]
    confirm_import(job, by=clerk, accept_questions=True)
    done = time.perf_counter()
    assert job.written == job.counts["rows"]
    print(f"# dry run {checked - started:.2f} s, confirmation {done - checked:.2f} s", flush=True)
    return done - started


def ready_rows() -> io.StringIO:
    """The rows of the last import as COPY text."""
    from django.db import connection

    ready = io.StringIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY (SELECT {COPIED} FROM economy_indicatorreport) TO STDOUT", ready)
    return ready


def read_and_copy(path: Path, ready: io.StringIO) -> float:
    """Seconds to read the file and to copy the ready rows into the same table."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    from portal import audit

    started = time.perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    reading = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE economy_indicatorreport, audit_entry")
        cursor.execute("SET session_replication_role = origin")
    ready.seek(0)
    started = time.perf_counter()
    with audit.context(actor="bench"), transaction.atomic(), connection.cursor() as cursor:
        audit.bind(cursor)
        cursor.cursor.copy_expert(f"COPY economy_indicatorreport ({COPIED}) FROM STDIN", ready)
    copying = time.perf_counter() - started
    print(f"# calamine {reading:.2f} s, COPY {copying:.2f} s", flush=True)
    return reading + copying


def peer_import(path: Path) -> float:
    """Seconds django-import-export takes for the same: names looked up, values cleaned, dry run, then real."""
    import tablib
    from import_export import fields, resources, widgets

    from economy.indicators.models import Indicator
    from economy.reports.models import IndicatorReport
    from portal.accounts.models import Area
    from portal.figures.periods import parse_period

    class PeriodWidget(widgets.CharWidget):
        def clean(self, value: Any, row: Any = None, **options: Any) -> str:
            return parse_period(value).code

    class PercentWidget(widgets.DecimalWidget):
        def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
            return super().clean(str(value).rstrip("%"), row, **options)

    class ReportResource(resources.ModelResource):
        indicator = fields.Field("indicator", "指标名称", widgets.ForeignKeyWidget(Indicator, "name"))
        area = fields.Field("area", "区域", widgets.ForeignKeyWidget(Area, "name"))
        period = fields.Field("period", "期间", PeriodWidget())
        unit = fields.Field("unit", "单位")
        cum_value = fields.Field("cum_value", "累计", widgets.DecimalWidget())
        base_value = fields.Field("base_value", "上年同期累计", widgets.DecimalWidget())
        reported_yoy_pct = fields.Field("reported_yoy_pct", "同比±%", PercentWidget())
        note = fields.Field("note", "备注")

        class Meta:
            model = IndicatorReport
            import_id_fields = ("indicator", "area", "period")
            clean_model_instances = True
            use_transactions = True
            skip_unchanged = True

        def after_init_instance(self, instance: Any, new: bool, row: Any, **options: Any) -> None:
            instance.due_on = instance.review_due_on = date(2018, 4, 9)
            instance.code = instance.title = "导入"

    empty()
    started = time.perf_counter()
    data = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    for dry_run in (True, False):
        result = ReportResource().import_data(data, dry_run=dry_run, raise_errors=True)
        assert not result.has_validation_errors(), result.invalid_rows[0].error
    spent = time.perf_counter() - started
    assert IndicatorReport.objects.count() == len(data)
    return spent


def one_round(path: Path) -> tuple[float, float]:
    """The import, and right after it the baseline: both feel the same load of the machine."""
    spent = whole_import(path)
    return spent, read_and_copy(path, ready_rows())


def high_water_mb() -> float:
    """The peak memory of this process."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def report(name: str, value: float, unit: str, target: float, *, at_least: bool = False) -> None:
    """One line of the table."""
    ok = value >= target if at_least else value <= target
    line = {"name": name, "value": round(value, 2), "unit": unit, "target": target, "ok": ok}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer", type=int, default=0)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    prepare()
    path = workbook(options.rows)
    ours, baseline = zip(*(one_round(path) for _ in range(options.times)), strict=True)
    ours, baseline = statistics.median(ours), statistics.median(baseline)
    report("import_vs_read_and_copy", ours / baseline, "ratio", 4)
    report("import_memory_peak", high_water_mb(), "MB", 1024)
    if options.peer:
        peer = peer_import(workbook(options.peer)) / options.peer
        report("import_faster_than_import_export", peer / (ours / options.rows), "times", 5, at_least=True)
    empty()


if __name__ == "__main__":
    main()
