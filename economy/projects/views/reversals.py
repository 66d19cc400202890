"""Going back a stage: the list of proposals, one of them, and proposing."""

from __future__ import annotations

from typing import Any

from economy.projects.actions.stages import propose_reversal
from economy.projects.forms import ReversalForm
from economy.projects.models import ProjectStage, StageReversal
from economy.projects.tables import ReversalTable
from economy.projects.views.base import ProjectFormView, kept
from portal.site.lists import RecordList
from portal.site.records import RecordPage


class ReversalList(RecordList):
    """Every proposal to set a project back."""

    table = ReversalTable
    export = "economy.stage_reversals"
    empty = "没有退回申请。"


class ReversalPage(RecordPage):
    """One proposal to set a project back."""

    table = ReversalTable
    related = ("area", "project", "document", "proposed_by", "decided_by")
    facts = ("project", "from_stage", "to_stage", "proposed_by", "created_at", "decided_by", "decided_at", "document",
             "reason")  # fmt: skip


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
