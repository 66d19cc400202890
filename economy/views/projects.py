"""Projects: the funnel, the list, one project with its money and its stages, and the forms."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.base import File
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from economy.actions.project_contracts import record_contract
from economy.actions.project_progress import record_progress
from economy.actions.project_questions import Questioned
from economy.actions.project_stages import advance_project, propose_reversal, resume_project
from economy.actions.projects import change_project, register_project
from economy.filters.projects import ContractFilter, ProjectFilter, ReversalFilter
from economy.forms.projects import (
    AdvanceForm,
    ContractForm,
    ProgressForm,
    ProjectForm,
    ResumeForm,
    ReversalForm,
    initial_of,
)
from economy.models import (
    FUNNEL,
    Contract,
    Project,
    ProjectFunds,
    ProjectProgress,
    ProjectStage,
    StageReversal,
)
from economy.queries.projects import (
    Rates,
    StageColumn,
    contract_sum,
    funnel,
    headline_of,
    projects_visible_to,
    rates_of,
    warnings_of,
)
from portal.accounts.models import Area, AreaKind
from portal.attachments.actions import keep_document
from portal.attachments.models import Document
from portal.errors import InvalidInput, NotPermitted, NotVisible
from portal.figures.exact import half_up, plain
from portal.site.columns import MISSING, Column
from portal.site.figures import Chart, FigureCard, Series
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage, visible_record
from portal.site.requests import DeskRequest

YI = Decimal(10_000)
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


class ContractList(RecordList):
    """Every contract one may see, newest first."""

    model = Contract
    title = "项目合同"
    columns = (
        Column("项目", "project__name"),
        Column("合同类型", "type", kind="choice"),
        Column("合同金额", "amount", **WAN),
        Column("签约时间", "signed_text"),
        Column("签约对方", "party"),
        Column("状态", "state", kind="state"),
        Column("区域", "area__name"),
    )
    filterset_class = ContractFilter
    record_url = "economy:contract"
    export = "economy.contracts"
    empty = "没有合同。在项目页里登记。"


class ReversalList(RecordList):
    """Every proposal to set a project back."""

    model = StageReversal
    title = "阶段退回申请"
    columns = (
        Column("项目", "project__name"),
        Column("现阶段", "from_stage", kind="choice"),
        Column("退回到", "to_stage", kind="choice"),
        Column("理由", "reason"),
        Column("提出人", "proposed_by__full_name"),
        Column("状态", "state", kind="state"),
    )
    filterset_class = ReversalFilter
    record_url = "economy:reversal"
    empty = "没有退回申请。"


@require_safe
def funnel_page(request: DeskRequest) -> HttpResponse:
    """The funnel of `?area=` (everything one may see by default) and the rates of `?year=`."""
    if not request.user.has_perm("economy.view_project"):
        raise NotPermitted("您的岗位不能查看招商项目。")
    areas = _choosable(request)
    area = _chosen(request, areas)
    projects = projects_visible_to(request.user)
    if area is not None:
        projects = projects.filter(area__in=area.subtree().order_by().values("pk"))
    year = _year(request)
    columns = funnel(projects, shown=3)
    context = {
        "columns": [_column(column, area) for column in columns],
        "areas": areas,
        "area": area,
        "year": year,
        "years": range(timezone.localdate().year, 2014, -1),
        "chart": _funnel_chart(columns),
        "cards": _rate_cards(rates_of(projects.signed_in(year)), year, area),
        "may_add": request.user.has_perm("economy.add_project"),
    }
    return render(request, "economy/project_funnel.html", context)


def _choosable(request: DeskRequest) -> list[Area]:
    reach = request.user.reach("economy.view_project").below
    kinds = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY)
    return list(Area.objects.in_force().filter(pk__in=reach, kind__in=kinds).defer("boundary"))


def _chosen(request: DeskRequest, areas: list[Area]) -> Area | None:
    asked = request.GET.get("area", "")
    if not asked:
        return None
    chosen = next((area for area in areas if str(area.pk) == asked), None)
    if chosen is None:
        raise NotVisible("没有这个区域，或者它不在您负责的区域内。")
    return chosen


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        latest = projects_visible_to(request.user).filter(signed_month__gt="").order_by("-signed_month")
        found = latest.values_list("signed_month", flat=True).first()
        return int(found[:4]) if found else timezone.localdate().year
    if not (asked.isdecimal() and 1990 <= int(asked[:5]) <= 2100):
        raise InvalidInput("年度应为四位数字，例如 2017。")
    return int(asked)


def _column(column: StageColumn, area: Area | None) -> dict[str, Any]:
    asked = {"stage": column.stage.value, **({"area": area.pk} if area else {})}
    return {
        "column": column,
        "planned": _yi(column.planned),
        "signed": _yi(column.signed),
        "url": f"{reverse('economy:projects')}?{urlencode(asked)}",
    }


def _funnel_chart(columns: list[StageColumn]) -> Chart | None:
    if not any(column.count for column in columns):
        return None
    ahead = sum(column.count for column in columns if column.stage in FUNNEL)
    signed = sum(column.count for column in columns if column.stage in FUNNEL[2:])
    return Chart(
        title=f"{ahead} 个项目在推进，其中 {signed} 个已签约",
        labels=[f"{column.stage.label}（{column.count}个）" for column in columns],
        series=[
            Series("计划总投资", [half_up(column.planned / YI, 4).normalize() for column in columns], kind="bar"),
            Series("合同金额", [half_up(column.signed / YI, 4).normalize() for column in columns], kind="bar"),
        ],
        unit="亿元",
        source="项目登记",
        as_of=timezone.localdate().isoformat(),
        heading="阶段",
        key="funnel",
    )  # fmt: skip


def _rate_cards(rates: Rates, year: int, area: Area | None) -> list[dict[str, Any]]:
    asked = {"signed_from": f"{year}-01", "signed_to": f"{year}-12", **({"area": area.pk} if area else {})}
    url = f"{reverse('economy:projects')}?{urlencode(asked)}"
    told = (
        ("履约率", rates.performed, "落地及以后 / 签约项目", "个"),
        ("开工率", rates.started, "开工及以后 / 签约项目", "个"),
        ("资金到位率", rates.in_place, "到位资金 / 合同金额", "万元"),
    )
    cards = [
        FigureCard(name="签约项目", value=str(rates.signed), unit="个", period=f"{year}年", url=url),
        *(
            FigureCard(
                name=name, value=None if rate.pct is None else plain(rate.pct), unit="%", period=f"{year}年签约",
                target="", reason="没有签约项目，算不出来" if unit == "个" else "没有合同金额，算不出来", url=url,
            )
            for name, rate, _, unit in told
        ),
    ]  # fmt: skip
    return [
        {"card": card, "basis": basis}
        for card, basis in zip(
            cards,
            ["首次签约在本年的项目，每个计一次", *(f"{words}：{rate.basis} {unit}" for _, rate, words, unit in told)],
            strict=True,
        )
    ]  # fmt: skip


class ProjectPage(RecordPage):
    """One project: what and whose it is, its money kept apart, its stages with their documents, its receipts."""

    model = Project
    related = (
        "area", "office", "parent", "enterprise", "industry", "chief_officer", "leader", "source_document", "created_by",
    )  # fmt: skip
    list_url = "economy:projects"
    template_name = "economy/project.html"
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
            "progress": progress,
            "milestones": list(project.milestones.select_related("document").order_by("id")),
            "entries": list(entries)[:SHOWN_ENTRIES],
            "more_entries": len(entries) > SHOWN_ENTRIES,
            "funds_url": f"{reverse('economy:funds')}?{urlencode({'project': project.pk})}",
            "phases": list(project.phases.visible_to(user).order_by("id")),
            "open_reversal": project.reversals.filter(state="proposed").first(),
            **_may(user, project),
        }


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


def _yi(value: Decimal) -> str:
    return plain(half_up(value / YI, 2).normalize() if value else Decimal(0))


class ContractPage(RecordPage):
    """One contract."""

    model = Contract
    related = ("area", "project", "document", "created_by")
    list_url = "economy:contracts"
    template_name = "economy/project_contract.html"
    facts = (
        Fact("项目", "project", url=lambda contract: contract.project.get_absolute_url()),
        Fact("合同类型", "type", kind="choice"),
        Fact("合同金额", "amount", kind="number", unit="万元"),
        Fact("合同金额（原样）", "amount_text"),
        Fact("签约时间", "signed_text"),
        Fact("签约对方", "party"),
        Fact("投资方所在区划", "source_region_code"),
        Fact("合同编号", "number"),
        Fact("登记人", "created_by"),
        Fact("合同文本", "document", wide=True,
             url=lambda contract: contract.document and contract.document.get_absolute_url()),
        Fact("备注", "note", wide=True),
    )  # fmt: skip


class ReversalPage(RecordPage):
    """One proposal to set a project back."""

    model = StageReversal
    related = ("area", "project", "document", "proposed_by", "decided_by")
    list_url = "economy:reversals"
    facts = (
        Fact("项目", "project", url=lambda reversal: reversal.project.get_absolute_url()),
        Fact("现阶段", "from_stage", kind="choice"),
        Fact("退回到", "to_stage", kind="choice"),
        Fact("提出人", "proposed_by"),
        Fact("提出时间", "created_at", kind="moment"),
        Fact("核准人", "decided_by"),
        Fact("核准时间", "decided_at", kind="moment"),
        Fact("依据文件", "document", wide=True,
             url=lambda reversal: reversal.document and reversal.document.get_absolute_url()),
        Fact("理由", "reason", wide=True),
    )  # fmt: skip


# Forms -------------------------------------------------------------------------------------------------


class ProjectFormView(FormView):
    """Saving something of a project; whatever is refused stays in the form, whatever is questioned is asked."""

    template_name = "economy/project_form.html"
    permission: ClassVar[str] = ""
    title: ClassVar[str] = ""
    submit: ClassVar[str] = "保存"
    said: ClassVar[str] = "已保存。"
    request: DeskRequest
    project: Project

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those whose post lets them do this to this project."""
        self.project = visible_record(Project, kwargs["pk"], request.user, related=("area", "parent", "enterprise", "industry"))  # fmt: skip
        if not request.user.has_perm(self.permission, self.project):
            raise NotPermitted(f"您的岗位不能对这个项目“{self.title}”。")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the action and show the project."""
        try:
            with transaction.atomic():
                to = self.save(form) or self.project
        except Questioned as question:
            form.question(question.message)
            return self.form_invalid(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(to)

    def save(self, form: Any) -> Any:
        """Call the action; what to show afterwards, when it is not the project."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title=f"{self.title}：{self.project}", submit=self.submit, project=self.project,
            back_url=self.project.get_absolute_url(), **kwargs,
        )  # fmt: skip


class NewProject(FormView):
    """A new project."""

    request: DeskRequest
    form_class = ProjectForm
    template_name = "economy/project_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who register somewhere."""
        if not request.user.has_perm("economy.add_project"):
            raise NotPermitted("您的岗位不能登记项目。")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ProjectForm) -> HttpResponse:
        """Register it as a lead and show it."""
        data = form.cleaned_data
        try:
            project = register_project(
                form.facts, area=data["area"], by=self.request.user, confirmed=data["confirmed"]
            )
        except Questioned as question:
            form.question(question.message)
            return self.form_invalid(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"已登记“{project}”，现在是“线索”。")
        return redirect(project)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title="登记项目", submit="登记", back_url=reverse("economy:projects"), **kwargs
        )


class EditProject(ProjectFormView):
    """A project on record."""

    form_class = ProjectForm
    permission = "economy.change_project"
    title = "修改"
    said = "已保存，改动记入修改历史。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in, and shows what is on record."""
        return {
            **super().get_form_kwargs(), "user": self.request.user, "project": self.project,
            "initial": initial_of(self.project),
        }  # fmt: skip

    def save(self, form: ProjectForm) -> None:
        """Change what differs."""
        data = form.cleaned_data
        change_project(self.project, form.facts, by=self.request.user, area=data["area"], confirmed=data["confirmed"])  # fmt: skip


class AdvanceProject(ProjectFormView):
    """A step forward, with its day and its document."""

    form_class = AdvanceForm
    permission = "economy.advance_project"
    title = "推进阶段"
    submit = "推进"
    said = "阶段已推进。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only stages ahead are offered."""
        return {**super().get_form_kwargs(), "project": self.project}

    def save(self, form: AdvanceForm) -> None:
        """Keep the document and take the step."""
        data = form.cleaned_data
        document = self.keep(data["file"], data["title"])
        advance_project(self.project, ProjectStage(data["stage"]), on=data["on"], document=document,
                        by=self.request.user, note=data["note"])  # fmt: skip

    def keep(self, file: File | None, title: str = "") -> Document | None:
        """The uploaded file as a document of the project's area."""
        return kept(file, title, self.project, self.request.user)


class ResumeProject(ProjectFormView):
    """Taking a suspended project up again."""

    form_class = ResumeForm
    permission = "economy.resume_project"
    title = "恢复"
    submit = "恢复"
    said = "项目已恢复。"

    def save(self, form: ResumeForm) -> None:
        """Take it up where it was."""
        data = form.cleaned_data
        resume_project(self.project, by=self.request.user, note=data["note"], on=data["on"])


class ReverseProject(ProjectFormView):
    """A proposal to set a project back."""

    form_class = ReversalForm
    permission = "economy.propose_reversal"
    title = "申请退回阶段"
    submit = "提出申请"
    said = "申请已提出，等另一位负责人核准。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only stages behind are offered."""
        return {**super().get_form_kwargs(), "project": self.project}

    def save(self, form: ReversalForm) -> StageReversal:
        """Propose it."""
        data = form.cleaned_data
        document = kept(data["file"], "", self.project, self.request.user)
        return propose_reversal(
            self.project, ProjectStage(data["stage"]), reason=data["reason"], by=self.request.user, document=document
        )  # fmt: skip


class NewContract(ProjectFormView):
    """A signed contract of a project."""

    form_class = ContractForm
    permission = "economy.add_contract"
    title = "登记合同"
    submit = "登记"
    said = "合同已登记。"

    def save(self, form: ContractForm) -> None:
        """Keep the document and record the contract."""
        data = dict(form.cleaned_data)
        document = kept(data.pop("file"), "", self.project, self.request.user)
        amount, text = data.pop("amount")
        record_contract(
            self.project, amount=amount, amount_text=text, document=document, by=self.request.user, **data
        )


class NewProgress(ProjectFormView):
    """Investment completed up to a month."""

    form_class = ProgressForm
    permission = "economy.add_projectprogress"
    title = "填报完成投资"

    def save(self, form: ProgressForm) -> None:
        """Record the month."""
        data = dict(form.cleaned_data)
        record_progress(self.project, completed=data.pop("completed")[0], by=self.request.user, **data)


def kept(file: File | None, title: str, project: Project, by: Any) -> Document | None:
    """An uploaded file as a document of the project's office; None without one."""
    if not file:
        return None
    return keep_document(
        file, area=project.area, title=title or (file.name or "证明文件").rsplit("/", 1)[-1][:120], by=by
    )


def beside_fields(form: Any, refusal: InvalidInput) -> None:
    """The refusal of an action where it belongs: beside the field it names, else on top."""
    placed = False
    for error in refusal.errors:
        name = {"document": "file", "evidence": "file", "to_stage": "stage"}.get(
            error.get("field", ""), error.get("field")
        )
        if name in form.fields:
            text = "，".join(part for part in (error["message"], error.get("cure")) if part)
            form.add_error(name, f"{text}。")
            placed = True
    if not placed:
        form.add_error(None, refusal.message)
