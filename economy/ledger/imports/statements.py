"""Yearly totals of funds in place as reports state them: kept beside the entries, never counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from economy.funds.models import FundsStatement
from economy.ledger.actions import state_funds
from economy.ledger.imports.money import MONEY, check_subsets, in_unit, in_wan
from economy.projects.models import Project
from portal.accounts.models import User
from portal.attachments.models import Document
from portal.exchange.intake.declare import Context, Import, ImportField, Rows
from portal.exchange.intake.kinds import (
    Amount,
    Named,
    Text,
    names_of,
)


class FundsStatements(Import):
    """Yearly totals of funds in place by project, as a report states them: all three, each within the one before."""

    name = "economy.funds_statements"
    title = "项目到位资金年度汇总（对照用）"
    description = "一行一个项目一年。没有逐笔凭证的汇总数只作对照，不计入合计；省外资金不能多于区外资金，区外资金不能多于到位资金。"
    permission = "economy.add_fundsentry"
    needs_unit = True
    template_unit = "万元"
    business_key = ("project", "year")
    fields: ClassVar[tuple[ImportField, ...]] = (
        ImportField("project", "项目名称", Named("项目", lambda context: _projects(context)), required=True, aliases=("项目",)),
        ImportField("year", "年度", Text(6), required=True, aliases=("年份",), sample="2017"),
        ImportField("in_place", "到位资金", Amount(digits=18), required=True, aliases=("资金到位",)),
        ImportField("out_of_district", "其中区外资金", Amount(digits=18), aliases=("区外资金", "区外资金到位")),
        ImportField("out_of_province", "其中省外资金", Amount(digits=18), aliases=("省外资金", "省外资金到位")),
        ImportField("note", "说明", Text(300), aliases=("备注",)),
    )  # fmt: skip

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """The statements on record of these projects."""
        projects = [project.pk for project in rows.column("project") if project]
        found = FundsStatement.objects.filter(project__in=projects, area__in=context.area_ids)
        return {
            (one.project_id, str(one.year)): {
                "id": one.pk, "note": one.note, **{name: in_unit(getattr(one, name), context) for name in MONEY},
            }
            for one in found
        }  # fmt: skip

    def check(self, rows: Rows, context: Context) -> None:
        """Years, and subsets larger than their whole."""
        for index, year in enumerate(rows.column("year")):
            digits = (year or "").removesuffix("年度").removesuffix("年")
            if year and not (digits.isdecimal() and 1990 <= int(digits[:5]) <= context.today.year):
                rows.fault(index, "year", "不是年份，或者还没有到", "请填四位年份，如 2017")
            check_subsets(rows, index)

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Keep them beside the entries."""
        statements = []
        for row in rows:
            project = row["project"]
            year = int(row["year"].removesuffix("年度").removesuffix("年"))
            statements.append(
                FundsStatement(project=project, area_id=project.area_id, year=year, document=source, created_by=by,
                               note=row.get("note") or "", **{name: in_wan(row.get(name), context) for name in MONEY})
            )  # fmt: skip
        state_funds(statements)
        return len(statements)


def _projects(context: Context) -> Mapping[str, list[Project]]:
    known = Project.objects.entered().filter(area__in=context.area_ids).defer("search_text", "note")
    return names_of((project, (project.name, project.code)) for project in known)
