"""The project ledger: 100,000 projects from XLSX, dry run and confirmation, against reading the file and COPY alone.

Prints one JSON object per line: name, value, unit, target, ok. Works in the database of `bench.imports`. A row of a
ledger becomes a project, a contract, a stage record and a yearly total; the baseline reads the same file with
calamine and copies the same ready rows into the same four tables, indexed and audited.

    DATABASE_URL=… REDIS_URL=… python -m bench.ledger [--rows 100000]
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.imports import COMMUNITIES, high_water_mb, prepare, report

TABLES = ("economy_project", "economy_contract", "economy_projectmilestone", "economy_fundsstatement")
STAGES = ("洽谈", "签约", "落地", "在建", "试生产", "投产")
INDUSTRIES = ("通用航空", "装备制造", "现代物流", "电子商务", "铝精深加工")
HEAD = ("序号", "项目名称", "所属产业", "投资方", "计划总投资", "合同金额", "到位资金", "区外资金到位", "签约时间",
        "项目阶段", "所在社区", "备注")  # fmt: skip


def lines(rows: int) -> Iterator[dict[str, Any]]:
    """What a long ledger looks like; days as exactly as offices know them."""
    for number in range(rows):
        planned = round(0.3 + number % 977 / 100, 2)
        signed = ("2017.6", "2017年", "2017-03-15", "2017年11月")[number % 4]
        yield dict(zip(HEAD, (
            number + 1, f"样例项目第{number}号", INDUSTRIES[number % 5], f"样例投资{number % 3000}有限公司", planned,
            round(planned * 0.8, 2), round(planned / 2, 2), round(planned / 3, 2), signed, STAGES[number % 6],
            f"第{number % COMMUNITIES}社区", f"由招商专班跟进，第{number}次更新",
        ), strict=True))  # fmt: skip


def workbook(rows: int) -> Path:
    """The file that is imported, with its title and the unit of its money above the heads."""
    from django.conf import settings
    from rustpy_xlsxwriter import FastExcel

    path = Path(settings.MEDIA_ROOT) / f"台账{rows}.xlsx"
    above = [(0, 0, 0, 9, "招商引资项目台账（2017年度）"), (0, 10, 0, 11, "单位：亿元")]
    FastExcel(str(path)).sheet("台账", lines(rows), header_row=1, merge_ranges=above).save()
    return path


def empty() -> None:
    """No projects, no imports, and none of their trail."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"TRUNCATE {', '.join(TABLES)}, exchange_importjob, attachments_document, audit_entry CASCADE"
        )
        cursor.execute("SET session_replication_role = origin")


def whole_import(path: Path) -> float:
    """Seconds from the upload to the last row on record."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.accounts.models import Area, User
    from portal.exchange.intake.actions import confirm_import, upload_import

    empty()
    clerk, street = User.objects.get(username="bench"), Area.objects.get(code="990101001000")
    file = SimpleUploadedFile(path.name, path.read_bytes())
    started = time.perf_counter()
    job = upload_import("economy.projects", file, area=street, by=clerk)
    checked = time.perf_counter()
    assert job.problem_count == 0, job.problems[:3]
    confirm_import(job, by=clerk, accept_questions=True)
    done = time.perf_counter()
    print(f"# dry run {checked - started:.2f} s, confirmation {done - checked:.2f} s", flush=True)
    return done - started


def columns_of(table: str) -> str:
    """The columns of a table that are written, not derived."""
    from django.apps import apps

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.generated)


def ready_rows() -> dict[str, io.StringIO]:
    """The rows of the last import as COPY text, by table."""
    from django.db import connection

    ready = {table: io.StringIO() for table in TABLES}
    with connection.cursor() as cursor:
        for table, text in ready.items():
            cursor.cursor.copy_expert(f"COPY (SELECT {columns_of(table)} FROM {table}) TO STDOUT", text)
    return ready


def read_and_copy(path: Path, ready: dict[str, io.StringIO]) -> float:
    """Seconds to read the file and to copy the ready rows into the same tables."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    from portal import audit

    started = time.perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    reading = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}, audit_entry CASCADE")
        cursor.execute("SET session_replication_role = origin")
    started = time.perf_counter()
    with audit.context(actor="bench"), transaction.atomic(), connection.cursor() as cursor:
        audit.bind(cursor)
        for table, text in ready.items():
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY {table} ({columns_of(table)}) FROM STDIN", text)
    copying = time.perf_counter() - started
    print(f"# calamine {reading:.2f} s, COPY {copying:.2f} s", flush=True)
    return reading + copying


def one_round(path: Path) -> tuple[float, float]:
    """The import, and right after it the baseline: both feel the same load of the machine."""
    spent = whole_import(path)
    return spent, read_and_copy(path, ready_rows())


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=2)
    options = parser.parse_args()
    prepare()
    path = workbook(options.rows)
    ours, baseline = zip(*(one_round(path) for _ in range(options.times)), strict=True)
    report("ledger_vs_read_and_copy", statistics.median(ours) / statistics.median(baseline), "ratio", 4)
    report("ledger_memory_peak", high_water_mb(), "MB", 1024)
    empty()


if __name__ == "__main__":
    main()
