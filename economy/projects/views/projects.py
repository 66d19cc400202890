"""Projects: the list, one project with its money and its stages, entering and changing it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from economy.contracts.queries import contract_sum, headline_of
from economy.funds.models import ProjectFunds
from economy.funds.queries import warnings_of
from economy.parcels.models import LandParcel
from economy.parcels.views import mu
from economy.progress.models import ProjectProgress
from economy.projects.actions.register import change_project, register_project
from economy.projects.facts import PROJECT_FACTS
from economy.projects.filters import ProjectFilter
from economy.projects.models import FUNNEL, STANDING, Project, ProjectStage
from portal.figures.exact import plain
from portal.site.columns import MISSING, Column
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage

SHOWN_ENTRIES = 10
COMMITTEE = re.compile("(居民|村民)委员会$")
WAN: dict[str, Any] = {"kind": "number", "unit": "万元"}


class ProjectList(RecordList):
    """Every project one may see, newest first; money in 万元."""

    model = Project
    title = "招商项目"
    columns = (
        Column("项目名称", "name"),
        Column("计划总投资", "planned_investment", **WAN),
        Column("合同合计", "contract_sum", expression=contract_sum(), **WAN),
        Column("到位资金", "funds_total__in_place", **WAN),
        Column("其中区外", "funds_total__out_of_district", **WAN),
        Column("签约时间", "signed_text", kind="date", show=str),
        Column("阶段", "stage", kind="state"),
        Column("所在区域", "area__name", show=lambda name: COMMITTEE.sub("", name)),
    )
    filterset_class = ProjectFilter
    search = True
    search_label = "搜名称、编号、投资方、备注"
    record_url = "economy:project"
    state_path = "stage"
    export = "economy.projects"
    primary = PrimaryAction("登记项目", "economy:new_project", "economy.add_project")
    empty = "没有项目。点“登记项目”录入一个，或者在“导入”里上传整张项目台账。"


class ProjectPage(RecordPage):
    """One project: what and whose it is, its money kept apart, its stages with their documents, its receipts."""

    model = Project
    related = (
        "area", "office", "parent", "enterprise", "industry", "chief_officer", "leader", "source_document", "created_by",
    )  # fmt: skip
    list_url = "economy:projects"
    template_name = "economy/projects/project.html"
    facts = (
        Fact("项目编号", "code"),
        Fact("投资方", "investor"),
        Fact("所属产业", "industry_label"),
        Fact("国民经济行业", "industry"),
        Fact("投资项目统一代码", "national_code"),
        Fact("签约时间", lambda project: project.signed_text or None),
        Fact("首席服务官", "chief_officer"),
        Fact("包联领导", "leader"),
        Fact("落地企业", "enterprise", url=lambda project: project.enterprise and project.enterprise.get_absolute_url()),
        Fact("一期项目", "parent", url=lambda project: project.parent and project.parent.get_absolute_url()),
        Fact("对外公开", lambda project: "是" if project.is_public else "否"),
        Fact("来源文件", "source_document", wide=True,
             url=lambda project: project.source_document and project.source_document.get_absolute_url()),
        Fact("备注", "note", wide=True),
    )  # fmt: skip

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with the money, the stages and what else one may do."""
        project, user = self.record, self.request.user
        entries = project.funds.visible_to(user).order_by("-received_on", "-id")[: SHOWN_ENTRIES + 1]
        statements = list(project.statements.visible_to(user).select_related("document").order_by("-year"))
        total = ProjectFunds.objects.filter(project=project).first()
        progress = list(project.progress.visible_to(user).order_by("-period")[:12])
        arrived, completed = (
            total.in_place if total else Decimal(0),
            progress[0].completed if progress else None,
        )
        context = super().get_context()
        return {
            **context,
            "meta_since": project.stage_text,
            "money": _money_rows(project, total, progress[0] if progress else None),
            "statements": statements,
            "warnings": warnings_of(project, arrived, completed, statements),
            "contracts": list(
                project.contracts.visible_to(user).select_related("document").order_by("signed_on", "id")
            ),
            "parcels": _land(project, user),
            "progress": progress,
            "milestones": list(project.milestones.select_related("document").order_by("id")),
            "entries": list(entries)[:SHOWN_ENTRIES],
            "more_entries": len(entries) > SHOWN_ENTRIES,
            "funds_url": f"{reverse('economy:funds')}?{urlencode({'project': project.pk})}",
            "phases": list(project.phases.visible_to(user).order_by("id")),
            "open_reversal": project.reversals.filter(state="proposed").first(),
            **_may(user, project),
        }


def _land(project: Project, user: Any) -> list[LandParcel]:
    """The parcels the project stands on, each with its size in 亩."""
    parcels = list(
        project.parcels.visible_to(user)
        .standing()
        .select_related("land_use")
        .order_by("name")[:SHOWN_ENTRIES]
    )
    for parcel in parcels:
        parcel.in_mu = mu(parcel.area_m2)
    return parcels


def _may(user: Any, project: Project) -> dict[str, bool]:
    """What else one may do with a project, beside its plain steps."""
    stands = project.stage != ProjectStage.VOIDED
    on_the_way = project.stage in FUNNEL
    allowed = lambda name: user.has_perm(f"economy.{name}", project)  # noqa: E731
    return {
        "may_edit": stands and allowed("change_project"),
        "may_advance": on_the_way and project.stage != FUNNEL[-1] and allowed("advance_project"),
        "may_resume": project.stage == ProjectStage.SUSPENDED and allowed("resume_project"),
        "may_reverse": (
            (on_the_way and project.stage != FUNNEL[0]) or project.stage == ProjectStage.TERMINATED
        )
        and allowed("propose_reversal"),
        "may_contract": stands and allowed("add_contract"),
        "may_progress": stands and allowed("add_projectprogress"),
        "may_fund": stands and allowed("add_fundsentry"),
    }


def _money_rows(
    project: Project, total: ProjectFunds | None, progress: ProjectProgress | None
) -> list[dict[str, str]]:
    """The kinds of money side by side, never added: what each is, how much, and as of when."""
    headline = headline_of(project)
    funds = lambda name: MISSING if total is None else _wan(getattr(total, name))  # noqa: E731
    return [
        _money("计划总投资", project.planned_investment, "整个项目计划投入", project.planned_investment_text),
        _money("合同金额", headline and headline[1], headline[0].label if headline else "没有合同金额", ""),
        _money("累计完成投资", progress.completed if progress else None, f"截至 {progress.period}" if progress else "没有填报", ""),
        {"label": "到位资金", "wan": funds("in_place"), "about": f"已计入 {total.entries} 笔" if total else "没有已计入的到位资金"},
        {"label": "其中：区外资金", "wan": funds("out_of_district"), "about": "按资金来源区划判断"},
        {"label": "其中：省外资金", "wan": funds("out_of_province"), "about": "按资金来源区划判断"},
        {"label": "实际利用外资（万美元）", "wan": funds("foreign_usd"), "about": "单独统计，不折算相加"},
    ]  # fmt: skip


def _money(label: str, value: Decimal | None, about: str, written: str) -> dict[str, str]:
    shown = MISSING if value is None else _wan(value)
    kept = f"{about}，原样：{written}" if written and written != f"{shown}万元" else about
    return {"label": label, "wan": shown, "about": kept}


def _wan(value: Decimal) -> str:
    return plain(value.normalize() if value else Decimal(0))


class NewProject(FormPage):
    """A new project."""

    permission, facts, action = "economy.add_project", PROJECT_FACTS, register_project
    title, submit, said = "登记项目", "登记", "已登记“{result}”，现在是“线索”。"
    list_url = "economy:projects"


class EditProject(ChangePage):
    """A project on record."""

    about, permission, facts, action = Project, "economy.change_project", PROJECT_FACTS, change_project
    states, list_url, related = STANDING, "economy:projects", ("area", "parent", "enterprise", "industry")
