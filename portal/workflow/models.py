"""Moves: the timeline of a record, shown to everybody who may see the record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.scoping import Scope, ScopedQuerySet


class MoveQuerySet(ScopedQuerySet):
    """Moves of records."""

    def of(self, record: models.Model) -> MoveQuerySet:
        """The moves of one record, oldest first."""
        return self.filter(model=record._meta.label_lower, object_id=record.pk).order_by("id")


class Move(models.Model):
    """A step taken: functional data (who moved what when, and why), not the audit trail."""

    model = models.CharField("记录类型", max_length=60)
    object_id = models.BigIntegerField("记录")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+", verbose_name="所属区域")
    step = models.CharField("步骤", max_length=40)
    verb = models.CharField("动作", max_length=20)
    source = models.CharField("原状态", max_length=30)
    target = models.CharField("新状态", max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)
    on = models.DateField("自哪天起", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    evidence = models.JSONField("依据", null=True, blank=True)

    objects = MoveQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope()

    class Meta:
        verbose_name = verbose_name_plural = "办理过程"
        indexes = [models.Index(fields=["model", "object_id", "id"])]

    @property
    def evidence_text(self) -> str:
        """The evidence where it was written in words."""
        return self.evidence if isinstance(self.evidence, str) else ""

    def __str__(self) -> str:
        return f"{self.verb}（{self.target}）"
