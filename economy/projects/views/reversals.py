"""Going back a stage: the list of proposals, one of them, and proposing."""

from __future__ import annotations

from economy.projects.actions.stages import propose_reversal
from economy.projects.facts import REVERSAL_FACTS
from economy.projects.filters import ReversalFilter
from economy.projects.models import FUNNEL, Project, ProjectStage, StageReversal
from portal.site.columns import Column
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage


class ReversalList(RecordList):
    """Every proposal to set a project back."""

    model = StageReversal
    title = "阶段退回申请"
    columns = (
        Column("项目", "project__name"),
        Column("现阶段", "from_stage", kind="choice"),
        Column("退回到", "to_stage", kind="choice"),
        Column("理由", "reason"),
        Column("提出人", "proposed_by__full_name"),
        Column("状态", "state", kind="state"),
    )
    filterset_class = ReversalFilter
    record_url = "economy:reversal"
    empty = "没有退回申请。"


class ReversalPage(RecordPage):
    """One proposal to set a project back."""

    model = StageReversal
    related = ("area", "project", "document", "proposed_by", "decided_by")
    list_url = "economy:reversals"
    facts = (
        Fact("项目", "project", url=lambda reversal: reversal.project.get_absolute_url()),
        Fact("现阶段", "from_stage", kind="choice"),
        Fact("退回到", "to_stage", kind="choice"),
        Fact("提出人", "proposed_by"),
        Fact("提出时间", "created_at", kind="moment"),
        Fact("核准人", "decided_by"),
        Fact("核准时间", "decided_at", kind="moment"),
        Fact("依据文件", "document", wide=True,
             url=lambda reversal: reversal.document and reversal.document.get_absolute_url()),
        Fact("理由", "reason", wide=True),
    )  # fmt: skip


class ReverseProject(FormPage):
    """A proposal to set a project back."""

    about, permission, facts, action = Project, "economy.propose_reversal", REVERSAL_FACTS, propose_reversal
    title, submit, said = "申请退回阶段", "提出申请", "申请已提出，等另一位负责人核准。"
    states, list_url = (*FUNNEL[1:], ProjectStage.TERMINATED), "economy:projects"
