"""A file as an HTTP answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse

from portal.exchange.models import ExportJob
from portal.exchange.outgoing.jobs import download_export, manifest_path

if TYPE_CHECKING:
    from portal.accounts.models import User

CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}


def file_answer(job: ExportJob, *, by: User) -> FileResponse:
    """The data file as a download under its Chinese name (RFC 5987)."""
    path = download_export(job, by=by)
    charset = "" if job.format == "xlsx" else f"; charset={job.encoding}"
    kind = CONTENT_TYPES[job.format] + charset
    return _download(
        FileResponse(path.open("rb"), as_attachment=True, filename=job.file_name, content_type=kind)
    )


def manifest_answer(job: ExportJob, *, by: User) -> FileResponse:
    """The manifest as a download."""
    download_export(job, by=by)
    name = f"{job.file_name}.manifest.json"
    path = manifest_path(job.path)
    return _download(
        FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/json")
    )


def _download(answer: FileResponse) -> FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
