"""Completed investment, month by month."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from economy.progress.models import ProjectProgress
from economy.projects.models import Project, ProjectStage
from economy.projects.questions import ask, jump, leap
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.figures.exact import plain
from portal.writing import locked, writing

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document
    from portal.figures.periods import Period


@writing()
def record_progress(
    project: Project, *, period: Period, completed: Decimal, by: User, fall_reason: str = "", note: str = "",
    document: Document | None = None, is_illustrative: bool = False, confirmed: bool = False,
) -> ProjectProgress:  # fmt: skip
    """Enter or change investment completed up to the end of a month, in 万元.

    Refuses a month to come and a fall without its reason; a thousandfold jump is questioned.
    """
    locked(project)
    if not by.has_perm("economy.add_projectprogress", project):
        raise NotPermitted("您的岗位不能填写这个项目的完成投资。")
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能填写完成投资。")
    if completed < 0:
        raise InvalidInput.at("completed", "不能是负数", "请核对")
    if period.starts_on > timezone.localdate():
        raise InvalidInput.at("period", f"{period}还没有到", "请核对年份和月份")
    others = project.progress.exclude(period=period.code)
    before = others.filter(period__lt=period.code).order_by("-period").first()
    if before and completed < before.completed and len(fall_reason.strip()) < 2:
        raise InvalidInput.at(
            "fall_reason", f"累计数比{before.period}的 {plain(before.completed.normalize())}万元小", "请核对；确实减少的，写明原因"
        )  # fmt: skip
    questions = jump(completed, before.completed if before else None, "上期累计")
    ask([*questions, *leap(completed, project.planned_investment, "计划总投资")], confirmed=confirmed)
    stated = {"area_id": project.area_id, "completed": completed, "fall_reason": fall_reason.strip(),
              "note": note.strip(), "document": document, "is_illustrative": is_illustrative}  # fmt: skip
    progress, _ = ProjectProgress.objects.update_or_create(
        project=project, period=period.code, defaults=stated, create_defaults={**stated, "created_by": by}
    )
    return progress
