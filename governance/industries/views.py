"""The table of industries, to look a code up in."""

from __future__ import annotations

from django.db import models

from governance.industries.filters import IndustryFilter
from governance.industries.models import IndustryCode
from portal.site.columns import Column
from portal.site.lists import RecordList


class IndustryList(RecordList):
    """Every industry in force; the same for all offices."""

    model = IndustryCode
    title = "行业分类"
    columns = (
        Column("代码", "code"),
        Column("门类", "section"),
        Column("名称", "name"),
        Column("层级", "level", kind="choice"),
        Column("启用日期", "valid_from", kind="date"),
        Column("标准", "edition"),
    )
    filterset_class = IndustryFilter
    ordering = "code"
    page_size = 100
    empty = "还没有行业分类，请系统管理员载入。"

    def get_queryset(self) -> models.QuerySet:
        """The lines in force."""
        return IndustryCode.objects.in_force()
