"""Figures and targets as files, for clerks and auditors alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from economy.reports.filters import ReportFilter
from economy.reports.models import IndicatorReport
from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User


grant((*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR), "economy.export_indicatortarget")


class ReportExport(Export):
    """Every figure as printed, with its rates, its revision and where it stands."""

    name = "economy.reports"
    title = "指标填报"
    permission = "economy.export_indicatorreport"
    model = IndicatorReport
    filterset = ReportFilter
    columns = (
        Column("code", "编号", kind="code"),
        Column("title", "标题"),
        Column("indicator", "指标", "indicator__name"),
        Column("caliber", "口径", "indicator__caliber"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "区域", "area__name"),
        Column("period", "期间", kind="code"),
        Column("revision_no", "版次"),
        Column("state", "状态"),
        Column("is_current", "现行"),
        Column("cum_value", "本年累计"),
        Column("cum_text", "本年累计（原样）", kind="code"),
        Column("unit", "单位"),
        Column("month_value", "本月"),
        Column("base_value", "上年同期累计"),
        Column("reported_yoy_pct", "公布同比%"),
        Column("reported_over_target_pct", "公布超目标%"),
        Column("due_on", "填报期限"),
        Column("submitted_at", "报送时间"),
        Column("submitted_by", "填报人", "submitted_by__full_name"),
        Column("published_at", "发布时间"),
        Column("correction_reason", "更正理由"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
