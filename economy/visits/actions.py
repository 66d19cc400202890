"""Entering a visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from economy.projects.models import Project, ProjectStage
from economy.visits.models import ProjectVisit
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User


@writing()
def record_visit(
    project: Project, *, visited_on: date, need: str, by: User, answer: str = "", settled_on: date | None = None,
    is_illustrative: bool = False,
) -> ProjectVisit:  # fmt: skip
    """Enter a visit; refuses a project that is void, a day to come, one settled before it was made, and the same visit twice."""
    locked(project)
    if not by.has_perm("economy.add_projectvisit", project):
        raise NotPermitted("您的岗位不能登记这个项目的走访。")
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能登记走访。")
    if visited_on > timezone.localdate():
        raise InvalidInput.at("visited_on", f"{visited_on} 还没有到", "请填实际走访的日期")
    return saved(ProjectVisit(project=project, visited_on=visited_on, visited_by=by, need=need, answer=answer,
                              settled_on=settled_on, is_illustrative=is_illustrative, created_by=by))  # fmt: skip
