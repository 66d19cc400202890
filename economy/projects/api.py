"""Projects and proposals to set them back, by API."""

from __future__ import annotations

from economy.projects.actions.register import change_project, register_project
from economy.projects.actions.stages import advance_project, propose_reversal, resume_project
from economy.projects.facts import ADVANCE_FACTS, PROJECT_FACTS, RESUME_FACTS, REVERSAL_FACTS
from economy.projects.tables import ProjectTable, ReversalTable
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


class ProjectViewSet(Creates, Changes, ScopedViewSet):
    """Investment projects; stages move by `advance`, `suspend`, `resume`, and back only by a proposal."""

    table = ProjectTable
    facts = PROJECT_FACTS
    create_action, change_action = register_project, change_project
    advance = acts("advance", advance_project, ADVANCE_FACTS, "推进阶段。")
    resume = acts("resume", resume_project, RESUME_FACTS, "恢复暂停的项目。")


class ReversalViewSet(Creates, ScopedViewSet):
    """Proposals to set a project back; somebody else confirms them."""

    table = ReversalTable
    facts, about, create_action = REVERSAL_FACTS, "project", propose_reversal
    create_permission = "economy.propose_reversal"


RESOURCES = {"projects": ProjectViewSet, "stage-reversals": ReversalViewSet}
