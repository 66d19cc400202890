"""Projects, contracts, proposals and funds in place, by API."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from economy.projects.actions.register import change_project, register_project
from economy.projects.actions.stages import advance_project, propose_reversal, resume_project
from economy.projects.models import Project, ProjectMilestone, ProjectStage, StageReversal
from economy.projects.serializers import AdvanceInput, ProjectChange, ProjectInput, ResumeInput, ReversalInput
from portal.api.viewsets import Changes, Creates, ScopedViewSet


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
    create_input = ProjectInput
    change_input = ProjectChange
    advance_input = AdvanceInput
    resume_input = ResumeInput

    def perform_create(self, data: dict[str, Any]) -> Project:
        """Register it as a lead."""
        area, confirmed = data.pop("area"), data.pop("confirmed")
        return register_project(data, area=area, by=self.request.user, confirmed=confirmed)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change what is sent."""
        confirmed = data.pop("confirmed", False)
        change_project(record, data, by=self.request.user, confirmed=confirmed)

    @action(detail=True, methods=["post"])
    def advance(self, request: Request, pk: str) -> Response:
        """推进阶段。"""
        project, given = self.record(int(pk)), self.read(self.advance_input)
        stage = ProjectStage(given.pop("stage"))
        advance_project(project, stage, by=request.user, **given)
        return Response(self.row(project.pk))

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """恢复暂停的项目。"""
        project = self.record(int(pk))
        resume_project(project, by=request.user, **self.read(self.resume_input))
        return Response(self.row(project.pk))


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
    create_input = ReversalInput
    create_permission = "economy.propose_reversal"

    def perform_create(self, data: dict[str, Any]) -> StageReversal:
        """Propose it."""
        project, stage = data.pop("project"), ProjectStage(data.pop("stage"))
        return propose_reversal(project, stage, by=self.request.user, **data)


RESOURCES = {
    "projects": ProjectViewSet,
    "stage-reversals": ReversalViewSet,
    "project-milestones": MilestoneViewSet,
}
