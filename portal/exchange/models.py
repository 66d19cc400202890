"""Exports and imports as they run: who asked, why, how far it is, and what came of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.exchange.intake.models import HeaderAlias, ImportJob, ImportState
from portal.scoping import view_permission

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["Encoding", "ExportFormat", "ExportJob", "HeaderAlias", "ImportJob", "ImportState", "JobState"]

EXPORTS_LIVE = timedelta(days=7)


class JobState(models.TextChoices):
    """The life of an export."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "正在导出"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"
    EXPIRED = "expired", "文件已过期"


class ExportFormat(models.TextChoices):
    """What kind of file."""

    XLSX = "xlsx", "电子表格（XLSX）"
    CSV = "csv", "文本表格（CSV）"
    JSONL = "jsonl", "JSON 行（供程序读取）"


class Encoding(models.TextChoices):
    """How a CSV file is encoded; the other formats are always UTF-8."""

    UTF8 = "utf-8", "UTF-8（带 BOM）"
    GB18030 = "gb18030", "GB18030（旧版表格软件）"


class ExportJobQuerySet(models.QuerySet):
    """Exports by whose they are."""

    def of(self, user: User) -> Self:
        """Those `user` asked for; nobody else may fetch their files."""
        return self.filter(by_id=user.pk)

    def visible_to(self, user: User) -> Self:
        """One's own; auditors also see that people with posts in their area exported, never the files."""
        from portal.accounts.models import Post

        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        reach = user.reach(view_permission(self.model))
        if not reach:
            return self.of(user)
        people = Post.objects.filter(area_id__in=sorted(reach.below)).values("user_id")
        return self.filter(Q(by_id=user.pk) | Q(by_id__in=people))

    def unfinished(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))


def default_expiry() -> datetime:
    """Files are kept for `EXPORTS_LIVE`."""
    return timezone.now() + EXPORTS_LIVE


class ExportJob(models.Model):
    """One run of an export. The row stays after its file is gone, with the manifest that proves the file.

    `path` is relative to MEDIA_ROOT. `progress` is in percent. `unmasked` exports carry a watermark.
    """

    uuid = models.UUIDField("导出编号", unique=True, default=uuid.uuid4, editable=False)
    export = models.CharField("导出内容", max_length=80)
    title = models.CharField("名称", max_length=80)
    format = models.CharField("格式", max_length=5, choices=ExportFormat)
    encoding = models.CharField("编码", max_length=8, choices=Encoding, default=Encoding.UTF8)
    filters = models.JSONField("筛选条件", default=dict, blank=True)
    reason = models.CharField("用途", max_length=200)
    unmasked = models.BooleanField("未脱敏", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导出人")
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField("进度 %", default=0)
    rows = models.PositiveBigIntegerField("行数", null=True, blank=True)
    path = models.CharField("文件", max_length=120, blank=True)
    manifest = models.JSONField("清单", null=True, blank=True)
    error = models.CharField("没有完成的原因", max_length=300, blank=True)
    created_at = models.DateTimeField("申请时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    expires_at = models.DateTimeField("文件保留至", default=default_expiry)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(path__gt="", manifest__isnull=False, rows__isnull=False),
                name="export_done_has_file",
                violation_error_message="已完成的导出必须有文件和清单。",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-id"], name="export_job_mine"),
            models.Index(fields=["expires_at"], condition=Q(state="done"), name="export_job_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_format_display()}）"

    @property
    def is_unfinished(self) -> bool:
        """Waiting or running: worth asking again."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def file_name(self) -> str:
        """What the file is called when it is downloaded: 岗位任职-20261123.xlsx."""
        day = timezone.localtime(self.finished_at or self.created_at)
        return f"{self.title}-{day:%Y%m%d-%H%M}.{self.format}"
