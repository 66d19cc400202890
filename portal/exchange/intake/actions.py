"""Taking a file in: upload, dry run, confirm or cancel. All of a file is written, or nothing of it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal import audit
from portal.accounts.models import Area, User
from portal.attachments.actions import keep_document
from portal.audit.events import record_event
from portal.errors import InvalidInput, NotPermitted, NotVisible, Refusal, WrongState
from portal.exchange.intake.checking import Outcome, check_file, preview_heads, previews
from portal.exchange.intake.declare import CHANGED, NEW, Context, Import, import_named
from portal.exchange.intake.files import Kind, recognise
from portal.exchange.intake.models import (
    UNCONFIRMED_LIVE,
    HeaderAlias,
    ImportJob,
    ImportState,
)
from portal.exchange.intake.progress import note_progress
from portal.writing import in_turn, locked, refusal_of, saved, writing

NOTHING_WRITTEN = "导入没有完成，什么都没有写入。"
CONFLICT = "数据与已有记录冲突，请重新上传核对。"


OPEN = (ImportState.UPLOADED, ImportState.CHECKED)


class AlreadyImported(WrongState):
    """The very same file was imported before."""


class ChangedMeanwhile(WrongState):
    """What the clerk was shown is no longer what would happen."""


def upload_import(name: str, file: File, *, area: Area, by: User) -> ImportJob:
    """Keep an uploaded file and have it checked; small files at once, others in a worker.

    Refuses who may not import this into `area`, and files that are not what they should be. Nothing but
    the head of the file and the directory of an archive is read here.
    """
    declared = import_named(name)
    check_may_import(declared, area, by)
    digest = _examine(file)
    with audit.context(actor=by, reason=f"上传 {_short(file.name)}"), writing():
        job = ImportJob(name=name, title=declared.title, original_name=_short(file.name), sha256=digest,
                        size=file.size, area=area, created_by=by)  # fmt: skip
        job.file.save(f"{digest[:16]}{Path(_short(file.name)).suffix.lower()[:6]}", file, save=False)
        saved(job)
    if file.size <= settings.IMPORT_AT_ONCE_BYTES:
        check_import(job)
    else:
        _in_background("check_import_in_background", job)
    return job


def check_may_import(declared: Import, area: Area, by: User) -> None:
    """Refuse an area the user cannot see (404), and one he may not import this into (403)."""
    if not Area.objects.visible_to(by).filter(pk=area.pk).exists():
        raise NotVisible("没有这个区域，或者它不在您负责的区域内。")
    if not by.has_perm(declared.permission) or area.pk not in by.reach(declared.permission).below:
        raise NotPermitted(f"您的岗位不能把“{declared.title}”导入到{area.name}。")


def check_import(job: ImportJob) -> ImportJob:
    """The dry run of `job`: nothing is written but what was found. A file that cannot be read fails the job.

    What was cancelled or confirmed while the file was read stays so.
    """
    if job.state not in OPEN:
        raise WrongState("这次导入已经结束，不能再核对。")
    with audit.context(actor=job.created_by, reason=f"核对 {job.original_name}"):
        try:
            with without_collecting():
                outcome = _check(job, context_of(job, cast("User", job.created_by)))
        except Refusal as refusal:
            _fail(job, refusal.message)
        except Exception:
            _fail(job, "核对时系统出错，请稍后重新上传；若仍然如此，请联系管理员。")
            raise
        else:
            _note(job, outcome)
    return job


def confirm_import(job: ImportJob, *, by: User, accept_questions: bool = False) -> ImportJob:
    """Write what the dry run showed, all of it or nothing; long files in a worker.

    Refuses while problems stand, questions are not accepted, or somebody else has confirmed first.
    """
    _claim(job, by, accept_questions)
    if job.counts.get("rows", 0) <= settings.IMPORT_AT_ONCE_ROWS:
        return write_import(job)
    _in_background("write_import_in_background", job)
    return job


def write_import(job: ImportJob) -> ImportJob:
    """Read the file again and write it, in one transaction; the second half of `confirm_import`.

    Imports of one kind are written one after another, so that two files with the same records cannot both
    find them missing.
    """
    if job.state != ImportState.CONFIRMING:
        return job
    with audit.context(actor=job.confirmed_by, reason=f"导入 {job.original_name}"):
        try:
            with without_collecting(), transaction.atomic():
                in_turn("import", job.name)
                # The queue may hand the same job to two workers.
                if locked(job).state == ImportState.CONFIRMING:
                    _refuse_known_file(job)
                    _write(job, cast("User", job.confirmed_by))
        except ChangedMeanwhile:
            _release(job)
            raise
        except AlreadyImported as refusal:
            _fail(job, refusal.message)
            raise
        except Refusal as refusal:
            _fail(job, f"{NOTHING_WRITTEN}{refusal.message}")
            raise
        except IntegrityError as error:
            told = refusal_of(error)
            _fail(job, f"{NOTHING_WRITTEN}{told.message if told else CONFLICT}")
            raise WrongState(job.error) from error
        except Exception:
            _fail(job, f"{NOTHING_WRITTEN}系统出错，请稍后重新上传；若仍然如此，请联系管理员。")
            raise
    return job


def cancel_import(job: ImportJob, *, by: User) -> ImportJob:
    """Give an import up before it is confirmed; the file is kept until it is swept away."""
    with audit.context(actor=by, reason=f"取消导入 {job.original_name}"), writing():
        locked(job)
        check_may_import(import_named(job.name), job.area, by)
        _move(job, OPEN, ImportState.CANCELLED)
    return job


def sweep_imports() -> int:
    """Delete the uploads nobody confirmed within `UNCONFIRMED_LIVE`; imported files live on as documents."""
    old = ImportJob.objects.filter(created_at__lt=timezone.now() - UNCONFIRMED_LIVE).exclude(file="")
    return sum(_sweep(job) for job in old.exclude(state=ImportState.CONFIRMING))


def _sweep(job: ImportJob) -> bool:
    with writing():
        locked(job)
        if not job.file or job.state == ImportState.CONFIRMING:
            return False
        name, job.file = job.file.name, ""
        if job.state in OPEN:
            job.state = ImportState.CANCELLED
        job.preview, job.problems, job.questions = [], [], []
        saved(job)
    job.file.storage.delete(name)
    return True


def context_of(job: ImportJob, user: User) -> Context:
    """What checks of `job` need to know, for `user`."""
    declared = import_named(job.name)
    return Context(declared, user, job.area, file_name=job.original_name, today=timezone.localdate())


def known_aliases(name: str, area: Area) -> dict[str, list[str]]:
    """Field → further headers kept as data by the offices above `area` and its own."""
    found: dict[str, list[str]] = {}
    rows = HeaderAlias.objects.filter(import_name=name, area__in=area.lineage()).values_list("field", "text")
    for field, text in rows:
        found.setdefault(field, []).append(text)
    return found


@contextmanager
def without_collecting() -> Iterator[None]:
    """Spare the garbage collector: a million cells hold no cycles, and looking for some takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _examine(file: File) -> str:
    """The SHA-256 of an upload that is of a kind we read."""
    digest = hashlib.sha256()
    if isinstance(file, TemporaryUploadedFile):
        recognise(Path(file.temporary_file_path()))
    else:
        _recognise_in_memory(file)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _recognise_in_memory(file: File) -> Kind:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        return recognise(Path(copy.name))


def _short(name: str | None) -> str:
    """The file's own name without folders, at most as long as the record keeps."""
    plain = (name or "").replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip() or "未命名"
    return plain if len(plain) <= 150 else plain[-150:]


def _check(job: ImportJob, context: Context) -> Outcome:
    declared, path, aliases = import_named(job.name), Path(job.file.path), known_aliases(job.name, job.area)
    outcome = check_file(
        path, declared, context, aliases, partial(note_progress, job), known_safe=job.checked_at is not None
    )
    for earlier in _earlier_imports(job):
        outcome.notes.ask(None, "", "", "", f"{_when(earlier)}；再导入一次，只会补上或改动有变化的行")
    outcome.notes.in_order()
    return outcome


def _earlier_imports(job: ImportJob) -> Iterable[ImportJob]:
    same = ImportJob.objects.confirmed().filter(sha256=job.sha256, name=job.name, area=job.area)
    return same.exclude(pk=job.pk).select_related("confirmed_by").order_by("-confirmed_at")[:1]


def _when(job: ImportJob) -> str:
    day = timezone.localtime(job.confirmed_at)
    return f"这个文件已于{day:%Y年%-m月%-d日 %H:%M}由{job.confirmed_by}导入"


@writing()
def _note(job: ImportJob, outcome: Outcome) -> None:
    """Keep what the dry run found."""
    if locked(job).state not in OPEN:
        return
    table, notes, declared = outcome.table, outcome.notes, import_named(job.name)
    job.about = {
        "sheet": table.sheet, "title": table.title, "unit": table.unit and str(table.unit),
        "period": table.period and str(table.period),
        "columns": [{"label": header.label, "field": declared.field(name).label}
                    for name, header in sorted(table.matching.found.items(), key=lambda item: item[1].index)],
        "unknown": [header.label for header in table.matching.unknown],
    }  # fmt: skip
    job.counts, job.fingerprint = outcome.counts, outcome.fingerprint
    job.problem_count, job.question_count = notes.problem_count, notes.question_count
    job.problems = [problem.as_dict() for problem in notes.problems]
    job.questions = [question.as_dict() for question in notes.questions]
    job.heads, job.preview = preview_heads(outcome), previews(outcome, declared)
    job.set_aside = outcome.set_aside()
    job.state, job.checked_at = ImportState.CHECKED, timezone.now()
    saved(job)


def _refuse_open_points(job: ImportJob, accept_questions: bool) -> None:
    if job.problem_count:
        raise InvalidInput(f"还有 {job.problem_count} 处问题，请在文件里改正后重新上传。", job.problems[:100])
    if job.question_count and not accept_questions:
        raise InvalidInput(
            f"有 {job.question_count} 处疑问，请逐条看过，并勾选“已核对无误”。",
            [{"field": "accept_questions", "message": "没有勾选", "cure": "请勾选“已核对无误”"}],
        )


def _claim(job: ImportJob, by: User, accept_questions: bool) -> None:
    """Of two people who confirm at once, one gets the job; the other is told who was first."""
    with audit.context(actor=by, reason=f"确认导入 {job.original_name}"), writing():
        locked(job)
        check_may_import(import_named(job.name), job.area, by)
        if job.state == ImportState.CHECKED:
            _refuse_open_points(job, accept_questions)
        _move(job, (ImportState.CHECKED,), ImportState.CONFIRMING, confirmed_by=by)


def _release(job: ImportJob) -> None:
    """Back to the clerk with a fresh dry run, because the records changed since the last."""
    with writing():
        locked(job)
        _move(job, (ImportState.CONFIRMING,), ImportState.CHECKED, confirmed_by=None)
    check_import(job)


def _move(job: ImportJob, source: Sequence[str], target: str, **changes: Any) -> None:
    """To `target`, of a locked job that is in one of `source`."""
    if job.state not in source:
        raise WrongState(_state_sentence(job))
    for name, value in {"state": target, **changes}.items():
        setattr(job, name, value)
    saved(job)


def _state_sentence(job: ImportJob) -> str:
    if job.state == ImportState.CONFIRMED:
        return f"{_when(job)}，不用再导入。"
    if job.state == ImportState.CONFIRMING:
        return f"{job.confirmed_by}正在导入这个文件，请稍等。"
    return f"这次导入现在是“{job.get_state_display()}”，不能这样操作。"


def _refuse_known_file(job: ImportJob) -> None:
    """The same file confirmed since the clerk looked, by a second upload."""
    for earlier in _earlier_imports(job):
        if job.checked_at is None or cast("datetime", earlier.confirmed_at) > job.checked_at:
            raise AlreadyImported(f"{_when(earlier)}，不用再导入。")


def _write(job: ImportJob, by: User) -> None:
    declared, context = import_named(job.name), context_of(job, by)
    outcome = _check(job, context)
    if outcome.notes.problem_count or outcome.fingerprint != job.fingerprint:
        raise ChangedMeanwhile("您核对之后，有关记录被别人改动了。已按现在的记录重新核对，请再看一遍后确认。")
    document = keep_document(
        job.file.open("rb"), area=job.area, title=job.original_name, by=by, file_name=job.original_name
    )
    rows = outcome.rows.only(NEW, CHANGED)
    job.written = declared.apply(rows, context, by=by, source=document) if len(rows) else 0
    job.document, job.state, job.confirmed_at = document, ImportState.CONFIRMED, timezone.now()
    saved(job)
    record_event(action="import", subject=job, detail={
        "import": job.name, "file": job.original_name, "sha256": job.sha256, **outcome.counts, "written": job.written,
    })  # fmt: skip


@writing()
def _fail(job: ImportJob, message: str) -> None:
    """Nothing came of the job; one that is over already stays as it ended."""
    if locked(job).state in (*OPEN, ImportState.CONFIRMING):
        job.state, job.error = ImportState.FAILED, message[:400]
        saved(job)


def _in_background(task: str, job: ImportJob) -> None:
    from portal.exchange import tasks

    transaction.on_commit(lambda: getattr(tasks, task).delay(job_id=job.pk))
