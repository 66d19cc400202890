"""Projects, contracts, proposals and funds in place, by API."""

from __future__ import annotations

from economy.projects.actions.register import change_project, register_project
from economy.projects.actions.stages import advance_project, propose_reversal, resume_project
from economy.projects.facts import ADVANCE_FACTS, PROJECT_FACTS, RESUME_FACTS, REVERSAL_FACTS
from economy.projects.models import Project, ProjectMilestone, StageReversal
from portal.api.viewsets import Changes, Creates, ScopedViewSet, acts


class ProjectViewSet(Creates, Changes, ScopedViewSet):
    """Investment projects; stages move by `advance`, `suspend`, `resume`, and back only by a proposal."""

    model = Project
    columns = (
        "id", "code", "name", "parent", "investor", "industry_label", "area", "area__name", "planned_investment", "stage",
        "stage_text", "signed_text", "signed_month", "is_public", "is_illustrative",
    )  # fmt: skip
    detail_columns = (
        "enterprise", "industry", "national_code", "chief_officer", "leader", "planned_investment_text", "stage_on",
        "signed_on", "note", "source_document", "created_at", "updated_at",
    )  # fmt: skip
    filters = {
        "area": ["exact"], "stage": ["exact", "in"], "signed_month": ["exact", "gte", "lte"], "parent": ["exact"],
        "enterprise": ["exact"], "leader": ["exact"], "is_public": ["exact"], "is_illustrative": ["exact"],
    }  # fmt: skip
    orderings = ("id", "code")
    facts = PROJECT_FACTS
    create_action, change_action = register_project, change_project
    advance = acts("advance", advance_project, ADVANCE_FACTS, "推进阶段。")
    resume = acts("resume", resume_project, RESUME_FACTS, "恢复暂停的项目。")


class MilestoneViewSet(ScopedViewSet):
    """When projects came to their stages, as far as it is known, and the document that shows it."""

    model = ProjectMilestone
    columns = ("id", "project", "project__name", "stage", "on", "precision", "text", "document", "note")
    filters = {"project": ["exact"], "stage": ["exact"]}


class ReversalViewSet(Creates, ScopedViewSet):
    """Proposals to set a project back; somebody else confirms them."""

    model = StageReversal
    columns = (
        "id", "project", "project__name", "from_stage", "to_stage", "reason", "state", "proposed_by", "decided_by",
        "decided_at",
    )  # fmt: skip
    detail_columns = ("document", "created_at")
    filters = {"project": ["exact"], "area": ["exact"], "state": ["exact"]}
    facts, about, create_action = REVERSAL_FACTS, "project", propose_reversal
    create_permission = "economy.propose_reversal"


RESOURCES = {
    "projects": ProjectViewSet,
    "stage-reversals": ReversalViewSet,
    "project-milestones": MilestoneViewSet,
}
