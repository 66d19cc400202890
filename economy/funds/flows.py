"""The life of funds in place: entered by one person, counted by another, voided with a reason, never deleted."""

from economy.funds.actions import check_provable
from economy.funds.models import FundsState as State
from portal.site.states import look
from portal.workflow.flows import Flow, Step

FUNDS = Flow(
    model="economy.FundsEntry",
    initial=State.DRAFT,
    named_with=("project",),
    steps=(
        Step("submit", "提交", (State.DRAFT, State.RETURNED), State.SUBMITTED, "economy.submit_fundsentry",
             primary=True, check=check_provable, taker="submitted_by", moment="submitted_at"),
        Step("withdraw", "撤回", (State.SUBMITTED,), State.DRAFT, "economy.submit_fundsentry", needs_note=True),
        Step("return", "退回", (State.SUBMITTED,), State.RETURNED, "economy.review_fundsentry",
             needs_note=True, not_by=("submitted_by", "created_by"), taker="reviewed_by"),
        Step("count", "审核计入", (State.SUBMITTED,), State.COUNTED, "economy.review_fundsentry",
             primary=True, not_by=("submitted_by", "created_by"), check=check_provable,
             taker="reviewed_by", moment="counted_at"),
        Step("discard", "作废", (State.DRAFT, State.RETURNED), State.VOIDED, "economy.submit_fundsentry",
             needs_note=True),
        Step("void", "作废已计入的", (State.COUNTED,), State.VOIDED, "economy.review_fundsentry",
             needs_note=True, not_by=("submitted_by", "created_by")),
    ),
)  # fmt: skip

look(State.COUNTED, tone="green", icon="check-circle")
