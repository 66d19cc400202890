"""Projects, contracts, proposals and funds in place, by API."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from economy.actions.funds import Evidence, change_funds, record_funds, release_receipt
from economy.actions.project_contracts import record_contract
from economy.actions.project_progress import record_progress
from economy.actions.project_stages import advance_project, propose_reversal, resume_project
from economy.actions.projects import change_project, register_project
from economy.models import (
    Contract,
    FundsEntry,
    FundsTotal,
    Project,
    ProjectMilestone,
    ProjectProgress,
    ProjectStage,
    StageReversal,
)
from economy.serializers.projects import (
    AdvanceInput,
    ContractInput,
    FundsChange,
    FundsInput,
    ProgressInput,
    ProjectChange,
    ProjectInput,
    ReleaseInput,
    ResumeInput,
    ReversalInput,
)
from portal.api.viewsets import Changes, Creates, ScopedViewSet
from portal.figures.periods import Period


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


class ContractViewSet(Creates, ScopedViewSet):
    """Signed contracts."""

    model = Contract
    columns = (
        "id", "project", "project__name", "number", "type", "amount", "amount_text", "signed_text", "signed_month",
        "party", "source_region_code", "state", "is_illustrative",
    )  # fmt: skip
    detail_columns = ("signed_on", "signed_precision", "document", "note", "created_at")
    filters = {
        "project": ["exact"], "area": ["exact"], "type": ["exact"], "state": ["exact"],
        "signed_month": ["exact", "gte", "lte"],
    }  # fmt: skip
    create_input = ContractInput

    def perform_create(self, data: dict[str, Any]) -> Contract:
        """Record it."""
        return record_contract(data.pop("project"), by=self.request.user, **data)


class MilestoneViewSet(ScopedViewSet):
    """When projects came to their stages, as far as it is known, and the document that shows it."""

    model = ProjectMilestone
    columns = ("id", "project", "project__name", "stage", "on", "precision", "text", "document", "note")
    filters = {"project": ["exact"], "stage": ["exact"]}


class ProgressViewSet(Creates, ScopedViewSet):
    """Investment completed up to the end of a month; POST enters or changes a month."""

    model = ProjectProgress
    columns = (
        "id",
        "project",
        "project__name",
        "period",
        "completed",
        "fall_reason",
        "note",
        "is_illustrative",
    )
    filters = {"project": ["exact"], "area": ["exact"], "period": ["exact", "gte", "lte"]}
    create_input = ProgressInput

    def perform_create(self, data: dict[str, Any]) -> ProjectProgress:
        """Record the month."""
        period = data.pop("period")
        month = Period(period.year, period.end_month)
        return record_progress(data.pop("project"), period=month, by=self.request.user, **data)


class FundsTotalViewSet(ScopedViewSet):
    """Counted funds by area and month, as the database keeps them."""

    model = FundsTotal
    columns = (
        "id", "area", "area__name", "period", "entries", "in_place", "out_of_district", "out_of_province", "foreign_usd",
    )  # fmt: skip
    filters = {"area": ["exact"], "period": ["exact", "gte", "lte"]}


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


class FundsViewSet(Creates, Changes, ScopedViewSet):
    """Funds in place; an entry counts once somebody else has reviewed it."""

    model = FundsEntry
    columns = (
        "id", "project", "project__name", "area", "received_on", "period", "currency", "amount", "source_region_code",
        "is_out_of_district", "is_out_of_province", "receipt_no", "state", "is_illustrative",
    )  # fmt: skip
    detail_columns = (
        "district_code", "payer", "note", "receipt_released", "submitted_by", "submitted_at", "reviewed_by", "counted_at",
        "created_at",
    )  # fmt: skip
    filters = {
        "project": ["exact"], "area": ["exact"], "state": ["exact", "in"], "period": ["exact", "gte", "lte"],
        "currency": ["exact"], "is_out_of_district": ["exact"], "is_out_of_province": ["exact"],
        "is_illustrative": ["exact"], "source_region_code": ["exact"],
    }  # fmt: skip
    orderings = ("id", "received_on")
    create_input = FundsInput
    change_input = FundsChange
    change_permission = "economy.add_fundsentry"
    release_input = ReleaseInput

    def perform_create(self, data: dict[str, Any]) -> FundsEntry:
        """Enter it as a draft."""
        evidence = [Evidence(**one) for one in data.pop("evidence", ())]
        return record_funds(data.pop("project"), by=self.request.user, evidence=evidence, **data)

    def perform_change(self, record: models.Model, data: dict[str, Any]) -> None:
        """Change the draft."""
        confirmed = data.pop("confirmed", False)
        change_funds(record, data, by=self.request.user, confirmed=confirmed)

    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """放开已作废记录的凭证号。"""
        entry = self.record(int(pk))
        release_receipt(entry, by=request.user, **self.read(self.release_input))
        return Response(self.row(entry.pk))
