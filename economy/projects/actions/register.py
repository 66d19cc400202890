"""Registering projects and changing what is on record about them; by hand, by API and by ledger alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from economy.projects.dates import counted_month
from economy.projects.models import RANK, DatePrecision, Project, ProjectMilestone, ProjectStage
from economy.projects.questions import ask, jump
from portal.accounts.models import Area, User
from portal.accounts.roles import ADMINISTRATORS, Role
from portal.errors import InvalidInput, WrongState
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.records import any_of
from portal.identifiers import compact
from portal.registers import Draft, Entry, Fault, Once, Register, Saved
from portal.site.public_cache import bust_public_cache
from portal.writing import locked, writing

if TYPE_CHECKING:
    from portal.attachments.models import Document
    from portal.exchange.intake.kinds import PartialDate


FACTS = (
    "name", "parent", "enterprise", "investor", "industry", "industry_label", "national_code", "chief_officer", "leader",
    "planned_investment", "planned_investment_text", "is_public", "note",
)  # fmt: skip
RELATED = ("parent", "enterprise", "industry", "chief_officer", "leader")
POSTS = ("chief_officer", "leader")
WITHOUT_BUSINESS = ADMINISTRATORS | {Role.AUDITOR, Role.VOLUNTEER}
PRECISIONS = {choice.value for choice in DatePrecision}


@dataclass(kw_only=True)
class ProjectDraft(Draft):
    """What is to be recorded of one project.

    A new one may have come as far as `stage` already (a ledger of years past says so). `signed` is when, as far as
    it is known, and as written.
    """

    stage: ProjectStage = ProjectStage.LEAD
    signed: PartialDate | None = None
    signed_text: str = ""


def register_project(
    facts: dict[str, Any], *, area: Area, by: User, source: Document | None = None, stage: ProjectStage = ProjectStage.LEAD,
    signed: PartialDate | None = None, signed_text: str = "", is_illustrative: bool = False, confirmed: bool = False,
) -> Project:  # fmt: skip
    """Enter one project; refuses a name used twice, a wrong national code, and persons without a post over the area."""
    draft = ProjectDraft(facts=facts, area=area, stage=stage, signed=signed, signed_text=signed_text)
    saved = save_projects([draft], by=by, source=source, is_illustrative=is_illustrative, confirmed=confirmed)
    return saved.created[0]


@writing()
def change_project(
    project: Project, facts: dict[str, Any], *, by: User, area: Area | None = None, confirmed: bool = False
) -> Saved:
    """Change what is on record of a project; a thousandfold jump of its investment is questioned first."""
    locked(project)
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能修改。")
    draft = ProjectDraft(facts=facts, area=area, record=project)
    return save_projects([draft], by=by, confirmed=confirmed)


@writing()
def save_projects(
    drafts: Sequence[ProjectDraft], *, by: User, source: Document | None = None, is_illustrative: bool = False,
    confirmed: bool = False,
) -> Saved:  # fmt: skip
    """Save drafts set-wise: new ones are added, others changed, equal ones left alone; all or nothing.

    Refuses areas outside the user's posts, and reports every draft that cannot be recorded by its row.
    """

    def new(draft: ProjectDraft) -> Project:
        return _begun(draft, created_by=by, source_document=source, is_illustrative=is_illustrative)

    entries = PROJECTS.locked_entries(drafts, by=by, new=new)
    ask([question for entry in entries for question in _doubts(entry)], confirmed=confirmed)
    PROJECTS.refuse_known(entries)
    _number([entry.record for entry in entries if entry.is_new])
    saved = PROJECTS.save_entries(entries)
    _follow([entry.record for entry in entries if entry.has_moved])
    _mark_beginnings([entry for entry in entries if entry.is_new], source, by)
    if saved.changed or any(project.is_public for project in saved.created):
        bust_public_cache()
    return saved


def national_code(text: str) -> str:
    """A 投资项目统一代码 in its printed form, with the dashes that were left out."""
    code = compact(text)
    digits = code.replace("-", "")
    if len(digits) == 20 and digits.isdigit() and "-" not in code:
        return "-".join((digits[:4], digits[4:10], digits[10:12], digits[12:14], digits[14:]))
    return code


def national_code_fault(code: str) -> str:
    """Why a text is no 投资项目统一代码 (year–region–industry–type–serial), in words; empty when it is one."""
    parts = code.split("-")
    if [len(part) for part in parts] != [4, 6, 2, 2, 6] or not all(
        part.isascii() and part.isdigit() for part in parts
    ):
        return "应为“4位年份-6位区划-2位行业-2位类型-6位序号”，形如 2017-410106-37-03-012345"
    if not 1990 <= int(parts[0]) <= timezone.localdate().year:
        return f"开头的年份是 {parts[0]}，看着不对"
    if parts[1].startswith("0"):
        return f"第二段 {parts[1]} 不是区划代码"
    return ""


def checked_national_code(text: str) -> str:
    """The code in its printed form; refuses a wrong one, saying what is wrong with it."""
    code = national_code(text)
    if fault := national_code_fault(code):
        raise InvalidInput(f"{fault}，请对照备案证明核对。")
    return code


def holds_post_over(user: User, area_id: int) -> bool:
    """Whether a person has a business post over an area today: administrators and auditors do not count."""
    return any(area_id in post.below for post in user.posts_on() if post.role not in WITHOUT_BUSINESS)


# What is particular of projects ------------------------------------------------------------------------


def _begun(draft: ProjectDraft, **common: Any) -> Project:
    return Project(
        stage=draft.stage, reached=RANK.get(draft.stage, 1),
        signed_on=draft.signed.day if draft.signed else None, signed_text=draft.signed_text,
        signed_month=counted_month(draft.signed) if draft.signed else "",
        stage_on=draft.signed.day if draft.signed and draft.stage == ProjectStage.SIGNED else None,
        stage_text=draft.signed_text if draft.stage == ProjectStage.SIGNED else "", **common,
    )  # fmt: skip


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    cleaned = {
        name: " ".join(value.split()) if isinstance(value, str) and name != "note" else value
        for name, value in facts.items()
    }
    if "national_code" in cleaned:
        cleaned["national_code"] = national_code(cleaned["national_code"] or "")
    return cleaned


def _doubts(entry: Entry) -> list[str]:
    if entry.is_new:
        return []
    now, before = entry.record.planned_investment, entry.before["planned_investment"]
    return jump(now, before, "原来的计划总投资")


def _faults(entry: Entry) -> list[Fault]:
    project, found = entry.record, []
    if not project.name:
        found.append(PROJECTS.fault("name", "没有填", "请填写项目名称"))
    if project.national_code and (fault := national_code_fault(project.national_code)):
        found.append(PROJECTS.fault("national_code", fault, "请对照备案证明核对"))
    if project.planned_investment is not None and project.planned_investment < 0:
        found.append(PROJECTS.fault("planned_investment", "不能是负数", "请核对"))
    return [*found, *_relation_faults(project), *_person_faults(project, entry.before)]


def _relation_faults(project: Project) -> list[Fault]:
    found = []
    parent = project.parent if project.parent_id else None
    if parent is not None and (parent.pk == project.pk or parent.office_id != project.office_id):
        found.append(PROJECTS.fault("parent", "不是本街道的另一个项目", "请选择这个项目的一期"))
    elif parent is not None and project.pk and parent.parent_id == project.pk:
        found.append(PROJECTS.fault("parent", "互为一期", "请核对哪个项目在先"))
    if project.enterprise is not None and project.enterprise.office_id != project.office_id:
        found.append(PROJECTS.fault("enterprise", "不在本街道的企业名录里", "请先登记企业"))
    return found


def _person_faults(project: Project, before: dict[str, Any]) -> list[Fault]:
    """Whoever is assigned must answer for the place; those assigned before stay until the place changes."""
    found = []
    for name in POSTS:
        key = getattr(project, f"{name}_id")
        unchanged = key == before[f"{name}_id"] and project.area_id == before["area_id"]
        if key and not unchanged and not holds_post_over(getattr(project, name), project.area_id):
            person = getattr(project, name)
            found.append(
                PROJECTS.fault(name, f"{person}在{project.area}没有岗位", f"请改选负责这个区域的人，或先为{person}授岗")
            )  # fmt: skip
    return found


PROJECTS = Register(
    model=Project, noun="项目", facts=FACTS, clean=_clean, faults=_faults, related=("area", *RELATED),
    standing=lambda: Project.objects.entered(),
    once=(
        Once("name", lambda known: f"“{known}”已经登记过"),
        Once("national_code", lambda known: f"统一代码 {known.national_code} 已登记在“{known}”名下"),
    ),
    cure=lambda known: f"请打开那一条（{known.code}，{known.get_stage_display()}）核对；二期请另取名称",
)  # fmt: skip


def _number(projects: Sequence[Project]) -> None:
    """Give new projects the next numbers of their office's year."""
    year = timezone.localdate().year
    for office in {project.office_id for project in projects}:
        prefix = f"XM{year}-"
        known = Project.objects.filter(office=office, code__startswith=prefix).values_list("code", flat=True)
        last = max((int(code.removeprefix(prefix)) for code in known), default=0)
        for number, project in enumerate((p for p in projects if p.office_id == office), start=last + 1):
            project.code = f"{prefix}{number:04d}"


def _follow(moved: Sequence[Project]) -> None:
    """What belongs to a project moves to its new area with it; the totals follow by themselves."""
    for project in moved:
        for rows in (
            project.contracts,
            project.progress,
            project.funds,
            project.statements,
            project.reversals,
        ):
            rows.update(area=project.area_id)
        project.funds.update(office=project.office_id, district_code=project.area.code[:6])


def _mark_beginnings(entries: Sequence[Entry], source: Document | None, by: User) -> None:
    """Projects that are registered further on than a lead say so in their stage records."""
    _find_keys([entry.record for entry in entries])
    marks = []
    for entry in entries:
        project, draft = entry.record, entry.draft
        common = {"project": project, "document": source, "created_by": by, "note": "登记时已到这个阶段"}
        if draft.signed is not None:
            precision = draft.signed.precision if draft.signed.precision in PRECISIONS else DatePrecision.DAY
            marks.append(ProjectMilestone(stage=ProjectStage.SIGNED, on=draft.signed.day, precision=precision,
                                          text=draft.signed_text, **common))  # fmt: skip
        if draft.stage not in (ProjectStage.LEAD, ProjectStage.SIGNED) or (
            draft.stage == ProjectStage.SIGNED and draft.signed is None
        ):
            marks.append(ProjectMilestone(stage=draft.stage, **common))
    add_many(marks)


def _find_keys(projects: Sequence[Project]) -> None:
    """The primary keys of projects that a bulk load wrote without telling them."""
    if all(project.pk for project in projects):
        return
    codes = {project.code for project in projects}
    rows = Project.objects.filter(
        any_of(Project, "code", codes), office__in={project.office_id for project in projects}
    )
    keys = {(office, code): pk for office, code, pk in rows.values_list("office", "code", "pk")}
    for project in projects:
        project.pk = keys[project.office_id, project.code]
