"""Asking for an export, running it, fetching and expiring its file."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.audit.events import record_event
from portal.audit.sealing import seal_now
from portal.errors import InvalidInput, NotVisible, Refusal, WrongState
from portal.exchange.models import Encoding, ExportFormat, ExportJob, JobState
from portal.exchange.outgoing import csv, jsonl, manifest, xlsx
from portal.exchange.outgoing.columns import Reader, Selection
from portal.exchange.outgoing.declare import Export, export_named
from portal.exchange.outgoing.files import export_path, sha256_of, whole_file, write_json
from portal.exchange.outgoing.progress import Progress
from portal.exchange.outgoing.run import Run, Written
from portal.exchange.outgoing.snapshot import snapshot
from portal.writing import alone, in_turn, locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)

IMMEDIATE_ROWS = 5_000
UNFINISHED_LIMIT = 5
SHORTEST_REASON = 4
WRITERS = {ExportFormat.CSV: csv.write, ExportFormat.XLSX: xlsx.write, ExportFormat.JSONL: jsonl.write}


def request_export(
    name: str,
    *,
    by: User,
    reason: str,
    format: str = ExportFormat.XLSX,
    filters: Mapping[str, Any] | None = None,
    encoding: str = Encoding.UTF8,
    unmasked: bool = False,
) -> ExportJob:
    """Export `name` for `by`: at once when it is small, by a worker when not; the job says which.

    Refuses an unknown export, filter or format, a reason of fewer than four characters, a user without the
    permission (and `reveal_…` for unmasked personal data), and a sixth export while five are unfinished.
    """
    export = export_named(name)
    export.check_permitted(by, unmasked=unmasked)
    _check_options(reason, format, encoding)
    rows = export.rows(by, filters or {}, unmasked=unmasked)
    job = ExportJob(
        export=export.name, title=export.title, format=format, by=by, reason=reason.strip(),
        unmasked=unmasked, encoding=encoding if format == ExportFormat.CSV else Encoding.UTF8, filters=dict(filters or {}),
    )  # fmt: skip
    _enqueue(job)
    if rows.order_by().values("pk")[: IMMEDIATE_ROWS + 1].count() <= IMMEDIATE_ROWS:
        run_export(job)
    else:
        _hand_to_worker(job)
    return job


def run_export(job: ExportJob) -> None:
    """Write the file of `job`; afterwards the job is done or failed, and nothing half-written is left.

    A job found running was interrupted by the end of its worker, and starts again; one that another worker is
    still writing is left to it.
    """
    with audit.context(actor=job.by, reason=job.reason), alone("export", job.pk) as is_mine:
        if not (is_mine and _begin(job)):
            return
        try:
            _write(job)
        except Exception as error:
            logger.exception("export %s failed", job.uuid)
            fail_export(job, _sentence(error))


def fail_export(job: ExportJob, sentence: str) -> None:
    """Record that nothing came of `job`, and why; a file that was finished meanwhile stays."""
    with writing():
        if locked(job).is_unfinished:
            job.state, job.error, job.finished_at = JobState.FAILED, sentence, timezone.now()
            _record(saved(job), "export", {"state": job.state, "error": sentence})
    if job.state == JobState.FAILED:
        _unlink(_relative(job))


def own_export(uuid: UUID | str, *, by: User) -> ExportJob:
    """The export `by` asked for; for everybody else it does not exist."""
    job = ExportJob.objects.of(by).filter(uuid=uuid).first()
    if job is None:
        raise NotVisible("没有这次导出，或者不是您导出的。")
    return job


def download_export(job: ExportJob, *, by: User) -> Path:
    """The file of `job`, for the one who asked and still holds the permission; every download is recorded."""
    if job.by_id != by.pk:
        raise NotVisible("没有这次导出，或者不是您导出的。")
    export_named(job.export).check_permitted(by, unmasked=job.unmasked)
    path = export_path(job.path)
    if job.state != JobState.DONE or job.expires_at <= timezone.now() or not path.is_file():
        raise WrongState("文件还没有准备好。" if job.is_unfinished else "文件已过期或没有生成，请重新导出。")
    _record(job, "download", {"sha256": (job.manifest or {}).get("sha256")})
    return path


def expire_exports() -> int:
    """Delete the files whose time is over, and give up on jobs whose worker is gone; how many expired."""
    expired = ExportJob.objects.filter(state=JobState.DONE, expires_at__lte=timezone.now())
    count = 0
    for job in expired.iterator():
        with writing():
            locked(job).state = JobState.EXPIRED
            saved(job)
        _unlink(job.path)
        count += 1
    lost = timezone.now() - 2 * timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    for job in ExportJob.objects.unfinished().filter(created_at__lt=lost):
        fail_export(job, "后台任务中断，没有完成，请重新导出。")
    return count


@writing()
def _enqueue(job: ExportJob) -> None:
    """Write the job down; of six asked for at once, the sixth waits and is refused."""
    in_turn("exports", job.by_id)
    if ExportJob.objects.of(job.by).unfinished().count() >= UNFINISHED_LIMIT:
        raise WrongState(f"您已有 {UNFINISHED_LIMIT} 个导出没有完成，请等它们完成后再导出。")
    saved(job)


@writing()
def _begin(job: ExportJob) -> bool:
    """Say that the job is being written, unless it is over."""
    if not locked(job).is_unfinished:
        return False
    job.state, job.started_at = JobState.RUNNING, timezone.now()
    saved(job)
    return True


def _write(job: ExportJob) -> None:
    export = export_named(job.export)
    export.check_permitted(job.by, unmasked=job.unmasked)
    relative = _relative(job)
    with Progress(job) as progress, whole_file(export_path(relative)) as part:
        about, written = _write_rows(job, export, part, progress)
        about |= {"rows": written.rows, "sha256": sha256_of(part)}
    if written.cells_sha256:
        about["cells_sha256"] = written.cells_sha256
    write_json(manifest_path(relative), about)
    told = {key: about[key] for key in ("export", "rows", "sha256", "filters", "unmasked", "seal")}
    with writing():
        if not locked(job).is_unfinished:
            raise WrongState("这次导出已经放弃，请重新导出。")
        job.state, job.progress, job.finished_at = JobState.DONE, 100, timezone.now()
        job.path, job.rows, job.manifest = relative, written.rows, about
        _record(saved(job), "export", told)


def _write_rows(
    job: ExportJob, export: Export, part: Path, progress: Progress
) -> tuple[dict[str, Any], Written]:
    selection = _selection(job, export)
    about: dict[str, Any] = {}

    def describe() -> dict[str, Any]:
        about.update(manifest.describe(job, export, selection, snapshot_at=taken_at, seal=_seal()))
        return about

    def explain(rows: int, digest: str) -> list[tuple[str, str]]:
        return manifest.lines(describe() | {"rows": rows, "cells_sha256": digest})

    with snapshot() as source:
        taken_at = source.taken_at()
        progress.expected, earliest = source.survey(selection)
        run = Run(
            source, selection, progress.expected, progress.seen, explain, job.encoding,
            manifest.watermark(job) if job.unmasked else "", earliest,
        )  # fmt: skip
        written = WRITERS[ExportFormat(job.format)](part, run)
    return about or describe(), written


def _selection(job: ExportJob, export: Export) -> Selection:
    reader = Reader(
        export.model, unmasked=job.unmasked,
        spreadsheet=job.format != ExportFormat.JSONL, binary=job.format == ExportFormat.XLSX,
    )  # fmt: skip
    return Selection(export.rows(job.by, job.filters, unmasked=job.unmasked), reader.read(export.columns))


def _check_options(reason: str, format: str, encoding: str) -> None:
    faults = []
    if len(reason.strip()) < SHORTEST_REASON:
        faults.append({"field": "reason", "value": reason, "message": "请写明导出用途，至少四个字。"})
    if format not in ExportFormat:
        faults.append({"field": "format", "value": format, "message": "格式只能是 csv、xlsx 或 jsonl。"})
    if encoding not in Encoding:
        faults.append({"field": "encoding", "value": encoding, "message": "编码只能是 utf-8 或 gb18030。"})
    if faults:
        raise InvalidInput(faults[0]["message"], faults)


def _hand_to_worker(job: ExportJob) -> None:
    from portal.exchange.tasks import export_in_background

    transaction.on_commit(lambda: export_in_background.delay(job_id=job.pk))


def _seal() -> dict[str, Any]:
    seal = seal_now()
    return {"number": seal.no, "digest": seal.hex} if seal else {"number": None, "digest": ""}


def _record(job: ExportJob, action: str, detail: dict[str, Any]) -> None:
    record_event(action=action, subject=job, detail=detail, actor=job.by, reason=job.reason)


def _relative(job: ExportJob) -> str:
    return f"exports/{timezone.localtime(job.created_at):%Y-%m}/{job.uuid}.{job.format}"


def manifest_path(relative: str) -> Path:
    """The sidecar beside a file."""
    return export_path(f"{relative}.manifest.json")


def _unlink(relative: str) -> None:
    for path in (export_path(relative), manifest_path(relative), export_path(f"{relative}.part")):
        path.unlink(missing_ok=True)


def _sentence(error: Exception) -> str:
    if isinstance(error, Refusal):
        return error.message
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "服务器磁盘空间不足，导出没有完成，请联系系统管理员清理后重新导出。"
    return "导出没有完成，请稍后重新导出；仍不成功请联系系统管理员。"
