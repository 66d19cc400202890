"""Visits to projects."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse

from economy.projects.models import Project
from portal.constraints import if_given, once
from portal.scoping import Record, Scope, ScopedQuerySet


class ProjectVisit(Record):
    """A visit of the officer who serves a project: what was asked for, and when it was settled."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits", verbose_name="项目")
    visited_on = models.DateField("走访日期")
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="走访人"
    )
    need = models.CharField("企业诉求", max_length=300, help_text="没有诉求的写“无”。")
    answer = models.CharField("办理情况", max_length=300, blank=True)
    settled_on = models.DateField("办结日期", null=True, blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)

    objects = ScopedQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(path="project__area_id")

    class Meta:
        verbose_name = verbose_name_plural = "走访服务"
        constraints = [
            once(("project", "visited_on", "need"), name="visit_once", told="这次走访已经登记过。"),
            if_given(
                "settled_on",
                gte=F("visited_on"),
                name="visit_settled_after",
                told="办结日期不能早于走访日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.visited_on} 走访"

    def get_absolute_url(self) -> str:
        """The visit's page."""
        return reverse("economy:visit", args=[self.pk])
