"""Projects, contracts and funds in place as files, for clerks and auditors alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from economy.contracts.queries import contract_sum
from economy.progress.queries import newest_progress
from economy.projects.filters import ProjectFilter
from economy.projects.models import Project
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User


class ProjectExport(Export):
    """Every project with its money, each kind in its own column, in 万元."""

    name = "economy.projects"
    title = "招商项目"
    permission = "economy.export_project"
    model = Project
    filterset = ProjectFilter
    columns = (
        Column("code", "项目编号", kind="code"),
        Column("name", "项目名称"),
        Column("parent", "一期项目", "parent__name"),
        Column("investor", "投资方"),
        Column("enterprise", "落地企业", "enterprise__name"),
        Column("industry_label", "所属产业"),
        Column("industry", "国民经济行业代码", "industry__code", kind="code"),
        Column("national_code", "投资项目统一代码", kind="code"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "所在区域", "area__name"),
        Column("stage", "阶段"),
        Column("stage_text", "本阶段起始（原样）", kind="code"),
        Column("signed_text", "签约时间（原样）", kind="code"),
        Column("signed_month", "计入签约的月份", kind="code"),
        Column("planned_investment", "计划总投资（万元）"),
        Column("planned_investment_text", "计划总投资（原样）", kind="code"),
        Column("contracts", "合同金额（各类合计，万元）", contract_sum(), kind="decimal"),
        Column("completed", "累计完成投资（万元）", newest_progress(), kind="decimal"),
        Column("in_place", "到位资金（万元）", "funds_total__in_place"),
        Column("out_of_district", "其中区外资金（万元）", "funds_total__out_of_district"),
        Column("out_of_province", "其中省外资金（万元）", "funds_total__out_of_province"),
        Column("foreign_usd", "实际利用外资（万美元）", "funds_total__foreign_usd"),
        Column("chief_officer", "项目首席服务官", "chief_officer__full_name"),
        Column("leader", "包联领导", "leader__full_name"),
        Column("is_public", "对外公开"),
        Column("note", "备注"),
        Column("is_illustrative", "示例数据"),
    )

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
