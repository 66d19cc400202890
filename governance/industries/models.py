"""The national classification of industries, as loaded data."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import InForceQuerySet
from portal.constraints import holds, once, validity_ordered

EDITION = "GB/T 4754—2017"


class IndustryLevel(models.IntegerChoices):
    """The four levels of GB/T 4754: one letter, then two, three and four digits."""

    SECTION = 1, "门类"
    DIVISION = 2, "大类"
    GROUP = 3, "中类"
    CLASS = 4, "小类"


class IndustryCodeQuerySet(InForceQuerySet):
    """Codes by day and level."""

    def classes(self) -> Self:
        """Only the 小类, by which enterprises are classified."""
        return self.filter(level=IndustryLevel.CLASS)


class IndustryCode(models.Model):
    """One line of GB/T 4754: a section (`J`), division (`68`), group (`682`) or class (`6820`).

    The table is loaded, never written by hand, and is the only authority on which codes exist (domain sheet
    3.5). `section` is the letter that stands before the digits in print (`J6820`). An amendment ends a line
    and begins another; records keep the line they were classified by.
    """

    edition = models.CharField("标准版本", max_length=24, default=EDITION)
    code = models.CharField("代码", max_length=4)
    section = models.CharField("门类", max_length=1)
    name = models.CharField("名称", max_length=80)
    level = models.PositiveSmallIntegerField("层级", choices=IndustryLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    objects = IndustryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行业分类"
        constraints = [
            once(
                ("edition", "code"),
                name="industry_code_once",
                told="这一版标准里已有这个代码，请先填它的停用日期。",
                where=Q(valid_to__isnull=True),
            ),
            holds(
                Q(level=1, code__regex=r"^[A-T]$", code=F("section"))
                | Q(level=2, code__regex=r"^[0-9]{2}$")
                | Q(level=3, code__regex=r"^[0-9]{3}$")
                | Q(level=4, code__regex=r"^[0-9]{4}$"),
                name="industry_code_fits_level",
                told="门类是一个字母，大类、中类、小类分别是两位、三位、四位数字。",
            ),
            holds(
                Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="industry_has_parent",
                told="除门类外都要有上级。",
            ),
            validity_ordered("industry_validity_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.printed} {self.name}"

    @property
    def printed(self) -> str:
        """The code as the standard prints it: `J6820`."""
        return self.code if self.level == IndustryLevel.SECTION else f"{self.section}{self.code}"

    def answers_to(self, text: str) -> bool:
        """Whether `text` is this code, with or without its letter, or its name."""
        return text.upper() in (self.code, self.printed) or text == self.name
