"""Imports as they run: whose, from which file, what the dry run found, what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.scoping import OfficeModel, ScopedModel, ScopedQuerySet

if TYPE_CHECKING:
    from portal.accounts.models import User

UNCONFIRMED_LIVE = timedelta(days=30)


class ImportState(models.TextChoices):
    """The life of an import."""

    UPLOADED = "uploaded", "正在核对"
    CHECKED = "checked", "待确认"
    CONFIRMING = "confirming", "正在导入"
    CONFIRMED = "confirmed", "已导入"
    FAILED = "failed", "没有完成"
    CANCELLED = "cancelled", "已取消"


class ImportJobQuerySet(ScopedQuerySet):
    """Imports by who may see them."""

    def handled_by(self, user: User) -> Self:
        """Those `user` may see in full: within scope, and of kinds he may import himself, or his own."""
        from portal.exchange.intake.declare import available_imports

        names = [declared.name for declared in available_imports(user)]
        return self.visible_to(user).filter(Q(name__in=names) | Q(created_by=user))

    def confirmed(self) -> Self:
        """Those written to the records."""
        return self.filter(state=ImportState.CONFIRMED)


class ImportJob(ScopedModel):
    """One file on its way into the records: always a dry run first, then all of it or nothing.

    `area` is the office or community the form is for. `problems` and `questions` hold the first thousand
    each (`{row, column, field, value, message, cure, sentence}`) beside their full numbers. `fingerprint`
    stands for what the clerk was shown: confirming anything else is refused.
    """

    name = models.CharField("导入内容", max_length=80)
    title = models.CharField("名称", max_length=80)
    original_name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", upload_to="imports/%Y/%m", max_length=200)
    sha256 = models.CharField("内容摘要", max_length=64)
    size = models.BigIntegerField("字节数")
    state = models.CharField("状态", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    about = models.JSONField("表格概况", default=dict, blank=True)
    counts = models.JSONField("行数", default=dict, blank=True)
    problem_count = models.PositiveIntegerField("问题数", default=0)
    problems = models.JSONField("问题", default=list, blank=True)
    question_count = models.PositiveIntegerField("疑问数", default=0)
    questions = models.JSONField("疑问", default=list, blank=True)
    heads = models.JSONField("预览表头", default=list, blank=True)
    preview = models.JSONField("预览", default=list, blank=True)
    set_aside = models.JSONField("没有读的行", default=list, blank=True)
    fingerprint = models.CharField("核对结果摘要", max_length=64, blank=True)
    error = models.CharField("没有完成的原因", max_length=400, blank=True)
    written = models.PositiveIntegerField("写入条数", null=True, blank=True)
    document = models.ForeignKey(
        "attachments.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="来源文件",
    )
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("导入时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )

    objects: ClassVar = ImportJobQuerySet.as_manager()
    audit_secrets = ("problems", "questions", "preview", "set_aside")

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    document__isnull=False,
                    written__isnull=False,
                ),
                name="import_confirmed_is_complete",
                violation_error_message="已导入的记录必须有确认人、时间、来源文件和条数。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirming", "confirmed"]) | Q(problem_count=0),
                name="import_without_problems",
                violation_error_message="还有问题的文件不能导入。",
            ),
        ]
        indexes = [
            models.Index(fields=["created_by", "-id"], name="import_job_mine"),
            models.Index(fields=["area", "-id"], name="import_job_newest"),
            models.Index(fields=["sha256"], condition=Q(state="confirmed"), name="import_job_known_file"),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.original_name}"

    @property
    def is_running(self) -> bool:
        """Worth asking again."""
        return self.state in (ImportState.UPLOADED, ImportState.CONFIRMING)


class HeaderAlias(OfficeModel):
    """Another header under which a column is known in the files people send to an office and those below it."""

    import_name = models.CharField("导入内容", max_length=80)
    field = models.CharField("列", max_length=60)
    text = models.CharField("表头写法", max_length=60)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表头别名"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "import_name", "text"],
                name="header_alias_once",
                violation_error_message="这个写法已经登记过，同一写法只能指一列。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.field}"
