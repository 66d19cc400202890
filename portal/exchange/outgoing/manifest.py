"""What a file says about itself: who took which rows, why, as of when, and how to prove it later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.accounts.roles import permissions_of
from portal.exchange.outgoing.columns import Selection
from portal.exchange.outgoing.declare import Export

if TYPE_CHECKING:
    from portal.exchange.models import ExportJob


def describe(
    job: ExportJob, export: Export, selection: Selection, *, snapshot_at: Any, seal: dict[str, Any]
) -> dict[str, Any]:
    """Everything but the row count and the hashes, which are known once the file is written.

    `seal` closes the audit trail behind the rows: it was taken after them, so every change that led to what
    the file shows is under it.
    """
    return {
        "id": str(job.uuid),
        "export": export.name,
        "title": export.title,
        "format": job.format,
        "encoding": job.encoding,
        "by": job.by.username,
        "by_name": job.by.full_name,
        "reason": job.reason,
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "snapshot_at": timezone.localtime(snapshot_at).isoformat(),
        "filters": job.filters,
        "scope": scope_names(job, export),
        "columns": [
            {"name": r.column.name, "label": r.column.title, "masked": r.masked} for r in selection.readings
        ],
        "unmasked": job.unmasked,
        "seal": seal,
    }


def scope_names(job: ExportJob, export: Export) -> list[str]:
    """The areas of the posts by which the user may export this."""
    posts = job.by.posts_on()
    return sorted({post.area_name for post in posts if export.permission in permissions_of(post.role)})


def lines(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """The manifest as a person reads it."""
    masked = [column["label"] for column in manifest["columns"] if column["masked"]]
    filters = "；".join(f"{name}={value}" for name, value in manifest["filters"].items())
    return [
        ("导出内容", f"{manifest['title']}（{manifest['export']}）"),
        ("导出编号", manifest["id"]),
        ("导出人", f"{manifest['by_name']}（{manifest['by']}）"),
        ("用途", manifest["reason"]),
        ("导出时间", manifest["at"]),
        ("数据时点", manifest["snapshot_at"]),
        ("区域范围", "、".join(manifest["scope"]) or "无"),
        ("筛选条件", filters or "无"),
        ("行数", str(manifest["rows"])),
        ("列", "、".join(column["label"] for column in manifest["columns"])),
        ("已脱敏的列", "、".join(masked) or "无"),
        ("单元格 SHA-256", manifest["cells_sha256"]),
        ("单元格 SHA-256 的算法", "全部数据行写成一个 JSON 数组，每行是一个数组，不留空白，按 UTF-8 计算"),
        ("文件 SHA-256", "见导出记录（门户“我的导出”中按导出编号查询）"),
        ("审计封存号", f"{manifest['seal']['number']} · {manifest['seal']['digest']}"),
    ]


def watermark(job: ExportJob) -> str:
    """The line over unmasked personal data."""
    day = timezone.localdate()
    return (
        f"含未脱敏个人信息，仅限“{job.reason}”使用，不得外传；"
        f"{job.by.full_name}（{job.by.username}）{day:%Y-%m-%d}导出，编号 {job.uuid}"
    )
