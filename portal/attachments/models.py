"""Documents: the files that figures and decisions come from, kept as they arrived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.scoping import ScopedModel
from portal.search.fields import SearchText

LONGEST_FILE_NAME = 200
DIGEST_SHOWN = 16  # digits of the digest before the name of a file as it is stored


class Document(ScopedModel):
    """A file as it was received, known by the SHA-256 of its bytes; it is never changed, only added."""

    title = models.CharField("标题", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("成文日期", null=True, blank=True)
    file = models.FileField("文件", upload_to="documents/%Y/%m", blank=True)
    file_name = models.CharField("文件名", max_length=LONGEST_FILE_NAME, blank=True)
    sha256 = models.CharField("内容摘要", max_length=64, blank=True, db_index=True)
    size = models.BigIntegerField("字节数", default=0)
    quote = models.TextField("原文摘录", blank=True)
    search_text = SearchText("title", "document_number", "quote")

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "sha256"],
                condition=Q(sha256__gt=""),
                name="document_once",
                violation_error_message="这份文件已经保存过。",
            )
        ]
        indexes = [
            models.Index(fields=["area", "-id"]),
            models.Index(fields=["dated_on", "id"], name="document_by_date"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def given_name(self) -> str:
        """What people called the file; for one kept before names were, what its stored name still tells."""
        stored = (self.file.name or "").rsplit("/", 1)[-1] if self.file else ""
        return self.file_name or stored[DIGEST_SHOWN + 1 :] or stored

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("attachments:document", args=[self.pk])
