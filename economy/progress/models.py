"""Completed investment: the physical progress of a project, month by month."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from economy.projects.models import Project
from portal.clock.fields import MonthField
from portal.constraints import holds, once
from portal.fields import document_field
from portal.scoping import ScopedModel


class ProjectProgress(ScopedModel):
    """Investment completed since the project began, up to the end of a month, in 万元.

    A cumulative figure below that of an earlier month needs `fall_reason`.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="progress", verbose_name="项目", db_index=False
    )
    period = MonthField(
        "截至月份", validators=[RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", "月份应形如 2018-03。")],
        help_text="例如 2018-03 或 2018年3月。",
    )  # fmt: skip
    completed = models.DecimalField(
        "累计完成投资（万元）",
        max_digits=18,
        decimal_places=6,
        help_text="从开工起的累计数；只写数字即为万元。",
    )
    fall_reason = models.CharField(
        "累计减少的原因", max_length=200, blank=True, help_text="比上期小时填写：核减、退款等。"
    )
    note = models.CharField("形象进度", max_length=300, blank=True, help_text="例如：主体结构封顶。")
    document = document_field("依据")
    is_illustrative = models.BooleanField("示例数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "累计完成投资"
        constraints = [
            once(
                ("project", "period"),
                name="progress_once_a_month",
                told="这个项目本月已填过累计完成投资，请修改那一条。",
            ),
            holds(Q(completed__gte=0), name="progress_not_negative", told="累计完成投资不能是负数。"),
        ]
        indexes = [models.Index(fields=["area", "-id"], name="progress_area_newest")]

    def __str__(self) -> str:
        return f"{self.project}截至{self.period}完成投资"
