"""What a project's page shows of its money: the kinds side by side, never added, and the entries received."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from economy.contracts.queries import headline_of
from economy.funds.models import ProjectFunds
from economy.funds.queries import warnings_of
from economy.funds.tables import FundsTable
from economy.progress.models import ProjectProgress
from economy.projects.models import Project
from economy.projects.rules import stands
from portal.figures.exact import ZERO, plain
from portal.site.cells import MISSING
from portal.site.records import Offer
from portal.site.sections import Panel, Section, on_page_of

NEW_FUNDS = Offer("填报到位资金", "economy:new_funds", "economy.add_fundsentry", icon="plus-lg", when=stands)


def money_of(project: Project, user: Any) -> dict[str, Any]:
    """The money of a project as its page shows it, with what looks wrong about it."""
    statements = list(project.statements.visible_to(user).select_related("document").order_by("-year"))
    total = ProjectFunds.objects.filter(project=project).first()
    progress = project.progress.visible_to(user).order_by("-period").first()
    arrived, completed = total.in_place if total else ZERO, progress.completed if progress else None
    return {
        "money": _rows(project, total, progress),
        "statements": statements,
        "warnings": warnings_of(project, arrived, completed, statements),
    }


def _rows(
    project: Project, total: ProjectFunds | None, progress: ProjectProgress | None
) -> list[dict[str, str]]:
    """What each kind of money is, how much, and as of when."""
    headline = headline_of(project)

    def funds(name: str) -> str:
        return MISSING if total is None else _wan(getattr(total, name))

    return [
        _row("计划总投资", project.planned_investment, "整个项目计划投入", project.planned_investment_text),
        _row("合同金额", headline and headline[1], headline[0].label if headline else "没有合同金额", ""),
        _row("累计完成投资", progress.completed if progress else None, f"截至 {progress.period}" if progress else "没有填报", ""),
        {"label": "到位资金", "wan": funds("in_place"), "about": f"已计入 {total.entries} 笔" if total else "没有已计入的到位资金"},
        {"label": "其中：区外资金", "wan": funds("out_of_district"), "about": "按资金来源区划判断"},
        {"label": "其中：省外资金", "wan": funds("out_of_province"), "about": "按资金来源区划判断"},
        {"label": "实际利用外资（万美元）", "wan": funds("foreign_usd"), "about": "单独统计，不折算相加"},
    ]  # fmt: skip


def _row(label: str, value: Decimal | None, about: str, written: str) -> dict[str, str]:
    shown = MISSING if value is None else _wan(value)
    kept = f"{about}，原样：{written}" if written and written != f"{shown}万元" else about
    return {"label": label, "wan": shown, "about": kept}


def _wan(value: Decimal) -> str:
    return plain(value.normalize() if value else ZERO)


on_page_of(
    "economy.Project",
    Panel("economy/funds/money.html", money_of, order=10, before=True),
    Section(
        FundsTable, "project", title="到位资金", ordering="-received_on", offers=(NEW_FUNDS,), empty="还没有到位资金。", order=40,
        columns=("received_on", "amount", "currency", "source_region_code", "is_out_of_district", "receipt_no", "state",
                 "is_illustrative"),
    ),
)  # fmt: skip
