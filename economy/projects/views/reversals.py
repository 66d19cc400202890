"""Going back a stage: the list of proposals, one of them, and proposing."""

from __future__ import annotations

from economy.projects.actions.stages import propose_reversal
from economy.projects.facts import REVERSAL_FACTS
from economy.projects.models import FUNNEL, Project, ProjectStage
from economy.projects.tables import ReversalTable
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import RecordPage


class ReversalList(RecordList):
    """Every proposal to set a project back."""

    table = ReversalTable
    empty = "没有退回申请。"


class ReversalPage(RecordPage):
    """One proposal to set a project back."""

    table = ReversalTable
    related = ("area", "project", "document", "proposed_by", "decided_by")
    facts = ("project", "from_stage", "to_stage", "proposed_by", "created_at", "decided_by", "decided_at", "document",
             "reason")  # fmt: skip


class ReverseProject(FormPage):
    """A proposal to set a project back."""

    about, permission, facts, action = Project, "economy.propose_reversal", REVERSAL_FACTS, propose_reversal
    title, submit, said = "申请退回阶段", "提出申请", "申请已提出，等另一位负责人核准。"
    states = (*FUNNEL[1:], ProjectStage.TERMINATED)
