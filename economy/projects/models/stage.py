"""When a project reached its stages, and proposals to set one back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from economy.projects.models.project import Project, ProjectStage
from portal.constraints import holds, once
from portal.fields import colleague_field, document_field
from portal.scoping import Record, Scope, ScopedModel, ScopedQuerySet


class DatePrecision(models.TextChoices):
    """How exactly a day is known."""

    YEAR = "year", "年"
    MONTH = "month", "月"
    DAY = "day", "日"


class ProjectMilestone(Record):
    """The day a project came to a stage, as far as it is known, and the document that shows it.

    `on` is the first day of what `text` says: 2017-06-01 for “2017.6”. Written with every move, never changed.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="milestones", verbose_name="项目", db_index=False
    )
    stage = models.CharField("阶段", max_length=24, choices=ProjectStage)
    on = models.DateField("日期", null=True, blank=True)
    precision = models.CharField("精确到", max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    text = models.CharField("日期（原样）", max_length=20, blank=True)
    document = document_field("依据")
    note = models.CharField("说明", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="project__area_id")

    class Meta:
        verbose_name = verbose_name_plural = "项目阶段记录"
        indexes = [models.Index(fields=["project", "id"], name="milestone_project")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.text}".strip()


class ReversalState(models.TextChoices):
    """A proposal to set a project back."""

    PROPOSED = "proposed", "待核准"
    CONFIRMED = "confirmed", "已核准"
    DECLINED = "declined", "不予核准"
    WITHDRAWN = "withdrawn", "已撤回"


class StageReversal(ScopedModel):
    """A proposal to set a project back to an earlier stage: one gives the reason, another confirms it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reversals", verbose_name="项目")
    from_stage = models.CharField("现阶段", max_length=24, choices=ProjectStage)
    to_stage = models.CharField("退回到", max_length=24, choices=ProjectStage)
    reason = models.CharField("理由", max_length=300)
    document = document_field("依据")
    state = models.CharField("状态", max_length=12, choices=ReversalState, default=ReversalState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    decided_by = colleague_field("核准人")
    decided_at = models.DateTimeField("核准时间", null=True, blank=True)

    stands_within: ClassVar[str] = "project"

    class Meta:
        verbose_name = verbose_name_plural = "阶段退回申请"
        constraints = [
            once(
                ("project",),
                name="reversal_open_once",
                told="这个项目已有一份待核准的退回申请。",
                where=Q(state="proposed"),
            ),
            holds(Q(reason__regex=r"\S{2}"), name="reversal_explained", told="退回阶段要写明理由。"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
                name="reversal_confirmed_by_another",
                violation_error_message="退回阶段要由提出人以外的人核准。",
                violation_error_code="NotPermitted",
            ),
        ]
        indexes = [models.Index(fields=["area", "-id"], name="reversal_area_newest")]

    def __str__(self) -> str:
        return f"{self.project}：{self.get_from_stage_display()}退回{self.get_to_stage_display()}"

    def get_absolute_url(self) -> str:
        """The proposal's page."""
        return reverse("economy:reversal", args=[self.pk])
