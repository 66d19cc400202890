"""Moving a project through the funnel: forward with a day and a document, back by proposal and another's leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from economy.projects.actions.signing import settle_signing_of
from economy.projects.dates import last_day, written_date
from economy.projects.models import (
    FUNNEL,
    RANK,
    Project,
    ProjectMilestone,
    ProjectStage,
    ReversalState,
    StageReversal,
)
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.site.public_cache import bust_public_cache
from portal.workflow.actions import take
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document
    from portal.exchange.intake.kinds import PartialDate
    from portal.workflow.models import Move


@writing()
def advance_project(
    project: Project, stage: ProjectStage, *, on: str, document: Document | None, by: User, note: str = ""
) -> Move:
    """Take a project one or more stages forward, since a day (2017.6 and 2017年 will do) shown by a document.

    Refuses a stage that is not ahead, a day to come or before the present stage began, and no document.
    """
    locked(project, by=by)
    _check_ahead(project, stage)
    if not on.strip():
        raise InvalidInput.at(
            "on", "没有写日期", "请写明转入这个阶段的日期，知道到月就写 2017.6，只知道年份就写 2017年"
        )
    found, text = written_date(on)
    if document is None:
        raise InvalidInput.at("document", "没有依据文件", f"请附上证明已{stage.label}的文件")
    if project.stage_on and last_day(found) < project.stage_on:
        began = project.stage_text or project.stage_on.isoformat()
        raise InvalidInput.at("on", f"{text} 早于现阶段的起始时间 {began}", "请核对日期")
    changes: dict[str, Any] = {"stage_on": found.day, "stage_text": text, "reached": RANK[stage]}
    move = take(project, f"advance_to_{stage}", by=by, note=note, evidence=f"{document}（{text}）", **changes)
    _mark(project, stage, found, text, document, by, note)
    if stage == ProjectStage.SIGNED:
        settle_signing_of(project)
    return move


@writing()
def resume_project(project: Project, *, by: User, note: str, on: str = "") -> Move:
    """Take up a suspended project again, at the stage it had reached."""
    locked(project, by=by)
    if project.stage != ProjectStage.SUSPENDED:
        raise WrongState(f"项目现在是“{project.get_stage_display()}”，只有“暂停”时才能“恢复”。")
    found, text = written_date(on or timezone.localdate().isoformat())
    if project.stage_on and last_day(found) < project.stage_on:
        raise InvalidInput.at("on", f"{text} 早于暂停的日期 {project.stage_text}", "请核对日期")
    stage = FUNNEL[project.reached - 1]
    move = take(project, f"resume_at_{stage}", by=by, note=note, stage_on=found.day, stage_text=text)
    _mark(project, stage, found, text, None, by, f"恢复：{note}")
    return move


@writing()
def propose_reversal(
    project: Project, stage: ProjectStage, *, reason: str, by: User, document: Document | None = None
) -> StageReversal:
    """Propose to set a project back; nothing changes until somebody else confirms it."""
    locked(project)
    if not by.has_perm("economy.propose_reversal", project):
        raise NotPermitted("您的岗位不能申请退回这个项目的阶段。")
    if len(reason.strip()) < 2:
        raise InvalidInput.at("reason", "没有写理由", "请写明为什么退回，至少两个字")
    if not _is_behind(project, stage):
        raise InvalidInput.at(
            "to_stage", f"“{stage.label}”不在现阶段“{project.get_stage_display()}”之前", "请选择更早的阶段"
        )
    if project.reversals.filter(state=ReversalState.PROPOSED).exists():
        raise WrongState("这个项目已有一份待核准的退回申请，请先办完那一份。")
    return StageReversal.objects.create(
        project=project, area_id=project.area_id, from_stage=project.stage, to_stage=stage, reason=reason.strip(),
        document=document, proposed_by=by, created_by=by,
    )  # fmt: skip


# Called by the flow ------------------------------------------------------------------------------------


def check_voidable(project: Project) -> None:
    """Refuse to void a project whose money counts: the entries are voided first, each with its reason."""
    if project.funds.counted().exists():
        raise WrongState("这个项目还有已计入的到位资金，请先逐笔作废。")


def note_aside(project: Project, by: User) -> None:
    """Remember since when a project is suspended or terminated."""
    project.stage_text = cast("date", project.stage_on).isoformat()
    saved(project)
    if project.is_public:
        bust_public_cache()
    ProjectMilestone.objects.create(
        project=project, stage=project.stage, on=project.stage_on, text=project.stage_text, created_by=by
    )


def carry_out(reversal: StageReversal, by: User) -> None:
    """Set the project back as proposed; refuses when it has moved since, or is signed by a contract that stands."""
    project, stage = reversal.project, ProjectStage(reversal.to_stage)
    if project.stage != reversal.from_stage:
        raise WrongState(f"项目现在是“{project.get_stage_display()}”，与申请时不同，请不予核准后重新申请。")
    changes: dict[str, Any] = {"reached": RANK[stage], **_since(project, stage)}
    if RANK[stage] < RANK[ProjectStage.SIGNED] and project.contracts.standing().exists():
        raise WrongState(f"项目还有有效合同，不能退回“{stage.label}”；请先作废合同。")
    take(project, f"set_back_to_{stage}", by=by, note=reversal.reason, **changes)
    _mark(project, stage, None, "", reversal.document, by, f"退回：{reversal.reason}"[:300])
    settle_signing_of(project)


def _check_ahead(project: Project, stage: ProjectStage) -> None:
    if stage not in FUNNEL:
        raise InvalidInput.at("stage", f"“{stage.label}”不是推进的阶段", "请选择后面的阶段")
    if project.stage not in FUNNEL:
        raise WrongState(f"项目现在是“{project.get_stage_display()}”，不能推进。")
    if RANK[stage] <= RANK[ProjectStage(project.stage)]:
        raise WrongState(
            f"项目已到“{project.get_stage_display()}”，“{stage.label}”不在它后面；要退回请提出退回申请。"
        )


def _is_behind(project: Project, stage: ProjectStage) -> bool:
    if stage not in FUNNEL or project.stage in (ProjectStage.SUSPENDED, ProjectStage.VOIDED):
        return False
    return project.stage == ProjectStage.TERMINATED or RANK[stage] < RANK[ProjectStage(project.stage)]


def _since(project: Project, stage: ProjectStage) -> dict[str, date | str | None]:
    """Since when the project was at a stage before: as its stage records say, otherwise unknown."""
    before = project.milestones.filter(stage=stage, on__isnull=False).order_by("-id").first()
    return {"stage_on": before.on if before else None, "stage_text": before.text if before else ""}


def _mark(project: Project, stage: ProjectStage, found: PartialDate | None, text: str, document: Document | None,
          by: User, note: str) -> None:  # fmt: skip
    if project.is_public:
        bust_public_cache()
    ProjectMilestone.objects.create(
        project=project, stage=stage, on=found.day if found else None, precision=found.precision if found else "day",
        text=text, document=document, note=note[:300], created_by=by,
    )  # fmt: skip
