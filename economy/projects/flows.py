"""The life of a project: forward through the funnel, aside, and back only by somebody else's leave.

Forward and backward steps need a day as far as it is known and a document, so they are taken by the actions
of `actions.stages` and are not offered as plain buttons.
"""

from economy.projects.actions.stages import carry_out, check_voidable, note_aside
from economy.projects.models import FUNNEL, RANK, ReversalState
from economy.projects.models import ProjectStage as Stage
from portal.site.states import look
from portal.workflow.flows import Flow, Step

ASIDE = (Stage.SUSPENDED, Stage.TERMINATED)


def _later_than(stage: Stage) -> tuple[str, ...]:
    return tuple(later for later in FUNNEL if RANK[later] > RANK[stage])


def _earlier_than(stage: Stage) -> tuple[str, ...]:
    return tuple(earlier for earlier in FUNNEL if RANK[earlier] < RANK[stage])


PROJECT = Flow(
    model="economy.Project",
    field="stage",
    initial=Stage.LEAD,
    steps=(
        *(
            Step(f"advance_to_{stage}", f"转入{stage.label}", _earlier_than(stage), stage,
                 "economy.advance_project", automatic=True, needs_evidence=True)
            for stage in FUNNEL[1:]
        ),
        Step("suspend", "暂停", FUNNEL[:-1], Stage.SUSPENDED, "economy.suspend_project",
             needs_note=True, dated="stage_on", effect=note_aside),
        *(
            Step(f"resume_at_{stage}", f"恢复为{stage.label}", (Stage.SUSPENDED,), stage,
                 "economy.resume_project", automatic=True, needs_note=True)
            for stage in FUNNEL[:-1]
        ),
        Step("terminate", "终止", (*FUNNEL[:-1], Stage.SUSPENDED), Stage.TERMINATED, "economy.terminate_project",
             needs_note=True, dated="stage_on", effect=note_aside),
        *(
            Step(f"set_back_to_{stage}", f"退回{stage.label}", (*_later_than(stage), Stage.TERMINATED), stage,
                 "economy.confirm_reversal", automatic=True, needs_note=True)
            for stage in FUNNEL
        ),
        Step("void", "作废", (*FUNNEL, *ASIDE), Stage.VOIDED, "economy.void_project",
             needs_note=True, not_by=("created_by",), check=check_voidable),
    ),
)  # fmt: skip

REVERSAL = Flow(
    model="economy.StageReversal",
    initial=ReversalState.PROPOSED,
    named_with=("project",),
    steps=(
        Step("confirm", "核准", (ReversalState.PROPOSED,), ReversalState.CONFIRMED, "economy.confirm_reversal",
             primary=True, not_by=("proposed_by",), taker="decided_by", moment="decided_at", effect=carry_out),
        Step("decline", "不予核准", (ReversalState.PROPOSED,), ReversalState.DECLINED, "economy.confirm_reversal",
             needs_note=True, not_by=("proposed_by",), taker="decided_by", moment="decided_at"),
        Step("withdraw", "撤回", (ReversalState.PROPOSED,), ReversalState.WITHDRAWN, "economy.propose_reversal"),
    ),
)  # fmt: skip

look(Stage.LEAD, tone="", icon="circle")
look(Stage.NEGOTIATION, tone="blue", icon="person-circle")
look(Stage.SIGNED, tone="blue", icon="pencil")
look(Stage.LANDED, tone="blue", icon="geo-alt")
look(Stage.STARTED, tone="amber", icon="hourglass-split")
look(Stage.PARTIALLY_OPERATIONAL, tone="green", icon="check2")
look(Stage.OPERATIONAL, tone="green", icon="check-circle")
look(Stage.TERMINATED, tone="red", icon="slash-circle")
look(ReversalState.PROPOSED, tone="amber", icon="hourglass-split")
look(ReversalState.DECLINED, tone="red", icon="slash-circle")
look(ReversalState.WITHDRAWN, tone="", icon="arrow-counterclockwise")
