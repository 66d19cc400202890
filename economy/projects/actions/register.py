"""Registering projects and changing what is on record about them; by hand, by API and by ledger alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from economy.projects.dates import counted_month
from economy.projects.models import RANK, DatePrecision, Project, ProjectMilestone, ProjectStage
from economy.projects.questions import ask, jump
from portal.accounts.models import Area, User
from portal.accounts.roles import ADMINISTRATORS, Role
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.records import any_of
from portal.identifiers import compact
from portal.site.public_cache import bust_public_cache
from portal.writing import in_turn, locked, locked_rows, writing

if TYPE_CHECKING:
    from portal.attachments.models import Document
    from portal.exchange.intake.kinds import PartialDate


FACTS = (
    "name", "parent", "enterprise", "investor", "industry", "industry_label", "national_code", "chief_officer", "leader",
    "planned_investment", "planned_investment_text", "is_public", "note",
)  # fmt: skip
RELATED = ("parent", "enterprise", "industry", "chief_officer", "leader")
COMPARED = tuple(f"{name}_id" if name in RELATED else name for name in FACTS)
POSTS = ("chief_officer", "leader")
WITHOUT_BUSINESS = ADMINISTRATORS | {Role.AUDITOR, Role.VOLUNTEER}
PRECISIONS = {choice.value for choice in DatePrecision}


@dataclass(kw_only=True)
class ProjectDraft:
    """What is to be recorded of one project: `facts` by field name; what is not named stays as it is.

    `project` is the one on record that changes; None registers a new one in `area`, which may have come as far
    as `stage` already (a ledger of years past says so). `signed` is when, as far as it is known, and as written.
    """

    facts: dict[str, Any]
    area: Area | None = None
    project: Project | None = None
    stage: ProjectStage = ProjectStage.LEAD
    signed: PartialDate | None = None
    signed_text: str = ""
    row: int | None = None


@dataclass
class Saved:
    """What a save did."""

    created: list[Project] = field(default_factory=list)
    changed: list[Project] = field(default_factory=list)
    unchanged: int = 0


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
    draft = ProjectDraft(facts=facts, area=area, project=project)
    return save_projects([draft], by=by, confirmed=confirmed)


@writing()
def save_projects(
    drafts: Sequence[ProjectDraft], *, by: User, source: Document | None = None, is_illustrative: bool = False,
    confirmed: bool = False,
) -> Saved:  # fmt: skip
    """Save drafts set-wise: new ones are added, others changed, equal ones left alone; all or nothing.

    Refuses areas outside the user's posts, and reports every draft that cannot be recorded by its row.
    """
    on_record = _locked(drafts)
    _check_reach(drafts, on_record, by)
    offices = _offices(draft.area for draft in drafts if draft.area is not None)
    saved, problems, questions, moved = Saved(), [], [], []
    for draft in drafts:
        project = on_record[draft.project.pk] if draft.project else _new(draft, by, source, is_illustrative)
        before = {name: getattr(project, name) for name in (*COMPARED, "area_id")}
        _fill(project, draft, offices)
        if draft.project and all(getattr(project, name) == value for name, value in before.items()):
            saved.unchanged += 1
            continue
        (saved.changed if draft.project else saved.created).append(project)
        if draft.project and project.area_id != before["area_id"]:
            moved.append(project)
        problems += [{"row": draft.row, **problem} for problem in _problems(project, before)]
        if draft.project:
            questions += jump(project.planned_investment, before["planned_investment"], "原来的计划总投资")
    if problems:
        raise InvalidInput(
            f"“{problems[0]['label']}”{problems[0]['message']}，{problems[0]['cure']}。", problems
        )
    ask(questions, confirmed=confirmed)
    _wait_for_others(saved.created)
    _refuse_known([*saved.created, *saved.changed])
    _number(saved.created, offices)
    _write(saved)
    _follow(moved)
    _mark_beginnings(drafts, saved.created, source, by)
    if saved.changed or any(project.is_public for project in saved.created):
        bust_public_cache()
    return saved


def office_of(area: Area) -> Area:
    """The street whose projects stand together; an area above the streets keeps its own."""
    return area.street() or area


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


# Steps of saving ---------------------------------------------------------------------------------------


def _check_reach(drafts: Sequence[ProjectDraft], on_record: dict[int, Project], by: User) -> None:
    may_add, may_change = (by.reach(f"economy.{verb}_project").below for verb in ("add", "change"))
    for draft in drafts:
        if draft.project is None and (draft.area is None or draft.area.pk not in may_add):
            raise NotPermitted(f"您的岗位不能在{draft.area or '这个区域'}登记项目。")
        if draft.project is not None and on_record[draft.project.pk].area_id not in may_change:
            raise NotPermitted(f"您的岗位不能修改“{draft.project}”。")
        if draft.project is not None and draft.area is not None and draft.area.pk not in may_change:
            raise NotPermitted(f"您的岗位不能把项目转到{draft.area}。")


def _offices(areas: Iterable[Area]) -> dict[int, Area]:
    known: dict[int, Area] = {}
    for area in areas:
        if area.pk not in known:
            known[area.pk] = office_of(area)
    return known


def _locked(drafts: Sequence[ProjectDraft]) -> dict[int, Project]:
    """The projects to be changed, as they are on record now, held until the end of the transaction."""
    keys = [draft.project.pk for draft in drafts if draft.project]
    if not keys:
        return {}
    rows = Project.objects.select_related("area", *RELATED).filter(any_of(Project, "id", keys))
    return {project.pk: project for project in locked_rows(rows)}


def _new(draft: ProjectDraft, by: User, source: Document | None, is_illustrative: bool) -> Project:
    return Project(
        created_by=by, source_document=source, is_illustrative=is_illustrative, stage=draft.stage,
        reached=RANK.get(draft.stage, 1), signed_on=draft.signed and draft.signed.day, signed_text=draft.signed_text,
        signed_month=counted_month(draft.signed) if draft.signed else "",
        stage_on=draft.signed.day if draft.signed and draft.stage == ProjectStage.SIGNED else None,
        stage_text=draft.signed_text if draft.stage == ProjectStage.SIGNED else "",
    )  # fmt: skip


def _fill(project: Project, draft: ProjectDraft, offices: dict[int, Area]) -> None:
    for name, value in _cleaned(draft.facts).items():
        setattr(project, name, value)
    if draft.area is not None:
        project.area, project.office = draft.area, offices[draft.area.pk]
    project.updated_at = timezone.now()


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise InvalidInput(f"没有这些内容：{'、'.join(sorted(unknown))}。")
    cleaned = {
        name: " ".join(value.split()) if isinstance(value, str) and name != "note" else value
        for name, value in facts.items()
    }
    if "national_code" in cleaned:
        cleaned["national_code"] = national_code(cleaned["national_code"] or "")
    return cleaned


def _problems(project: Project, before: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    if not project.name:
        found.append(_problem("name", "没有填", "请填写项目名称"))
    if project.national_code and (fault := national_code_fault(project.national_code)):
        found.append(_problem("national_code", fault, "请对照备案证明核对"))
    if project.planned_investment is not None and project.planned_investment < 0:
        found.append(_problem("planned_investment", "不能是负数", "请核对"))
    return [*found, *_relation_problems(project), *_person_problems(project, before)]


def _relation_problems(project: Project) -> list[dict[str, str]]:
    found = []
    parent = project.parent if project.parent_id else None
    if parent is not None and (parent.pk == project.pk or parent.office_id != project.office_id):
        found.append(_problem("parent", "不是本街道的另一个项目", "请选择这个项目的一期"))
    elif parent is not None and project.pk and parent.parent_id == project.pk:
        found.append(_problem("parent", "互为一期", "请核对哪个项目在先"))
    if project.enterprise_id and project.enterprise.office_id != project.office_id:
        found.append(_problem("enterprise", "不在本街道的企业名录里", "请先登记企业"))
    return found


def _person_problems(project: Project, before: dict[str, Any]) -> list[dict[str, str]]:
    """Whoever is assigned must answer for the place; those assigned before stay until the place changes."""
    found = []
    for name in POSTS:
        key = getattr(project, f"{name}_id")
        unchanged = key == before[f"{name}_id"] and project.area_id == before["area_id"]
        if key and not unchanged and not holds_post_over(getattr(project, name), project.area_id):
            person = getattr(project, name)
            found.append(
                _problem(name, f"{person}在{project.area}没有岗位", f"请改选负责这个区域的人，或先为{person}授岗")
            )  # fmt: skip
    return found


def _problem(name: str, message: str, cure: str) -> dict[str, str]:
    label = str(Project._meta.get_field(name).verbose_name)
    return {"field": name, "label": label, "message": message, "cure": cure}


def _wait_for_others(created: Sequence[Project]) -> None:
    """Of two who register at once in one office, the second sees what the first registered, and its number."""
    for office in sorted({project.office_id for project in created}):
        in_turn("economy.project", office)


def _refuse_known(projects: Sequence[Project]) -> None:
    """A name and a national code stand once among an office's projects."""
    own = {project.pk for project in projects if project.pk}
    names = {(one.office_id, one.name) for one in projects}
    codes = {(one.office_id, one.national_code) for one in projects if one.national_code}
    if len(names) < len(projects):
        raise InvalidInput("有同名项目，请只保留一个；二期请另取名称。")
    entered = (
        Project.objects.entered().filter(office__in={one.office_id for one in projects}).exclude(pk__in=own)
    )
    for known in entered.filter(any_of(Project, "name", {name for _, name in names})):
        if (known.office_id, known.name) in names:
            raise _duplicate(known, "name", f"“{known}”已经登记过")
    for known in entered.filter(any_of(Project, "national_code", {code for _, code in codes})):
        if (known.office_id, known.national_code) in codes:
            raise _duplicate(known, "national_code", f"统一代码 {known.national_code} 已登记在“{known}”名下")


def _duplicate(known: Project, name: str, message: str) -> InvalidInput:
    cure = f"请打开那一条（{known.code}，{known.get_stage_display()}）核对；二期请另取名称"
    return InvalidInput(f"{message}，{cure}。", [{"field": name, "message": message, "cure": cure}])


def _number(projects: Sequence[Project], offices: dict[int, Area]) -> None:
    """Give new projects the next numbers of their office's year."""
    year = timezone.localdate().year
    for office in {project.office_id for project in projects}:
        prefix = f"XM{year}-"
        known = Project.objects.filter(office=office, code__startswith=prefix).values_list("code", flat=True)
        last = max((int(code.removeprefix(prefix)) for code in known), default=0)
        for number, project in enumerate((p for p in projects if p.office_id == office), start=last + 1):
            project.code = f"{prefix}{number:04d}"


def _write(saved: Saved) -> None:
    add_many(saved.created)
    if saved.changed:
        Project.objects.bulk_update(saved.changed, [*FACTS, "area", "office", "updated_at"], batch_size=500)


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


def _mark_beginnings(
    drafts: Sequence[ProjectDraft], created: Sequence[Project], source: Document | None, by: User
) -> None:
    """Projects that are registered further on than a lead say so in their stage records."""
    if all(
        draft.stage == ProjectStage.LEAD and draft.signed is None for draft in drafts if not draft.project
    ):
        return
    _find_keys(created)
    by_name = {(project.area_id, project.name): project for project in created}
    marks = []
    for draft in drafts:
        project = by_name.get((draft.area.pk, draft.facts.get("name", "").strip())) if draft.area else None
        if project is None or draft.project is not None:
            continue
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
