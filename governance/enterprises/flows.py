"""The life of an enterprise in the area; every step says since when, and on what it rests."""

from governance.enterprises.models import EnterpriseState as State
from portal.site.states import look
from portal.workflow.flows import Flow, Step

HERE = (State.OPERATING, State.SUSPENDED)
ENTERED = (*HERE, State.RELOCATED, State.CLOSED, State.DEREGISTERED)

ENTERPRISE = Flow(
    model="governance.Enterprise",
    initial=State.OPERATING,
    steps=(
        Step("suspend", "登记停业", (State.OPERATING,), State.SUSPENDED, "governance.suspend_enterprise",
             needs_note=True, dated="state_on"),
        Step("resume", "恢复经营", (State.SUSPENDED,), State.OPERATING, "governance.resume_enterprise",
             needs_note=True, dated="state_on"),
        Step("relocate", "登记迁出", HERE, State.RELOCATED, "governance.relocate_enterprise",
             needs_note=True, dated="state_on"),
        Step("return", "登记迁回", (State.RELOCATED,), State.OPERATING, "governance.return_enterprise",
             needs_note=True, dated="state_on"),
        Step("close", "登记关闭", HERE, State.CLOSED, "governance.close_enterprise",
             needs_note=True, dated="state_on"),
        Step("deregister", "登记注销", (*HERE, State.RELOCATED, State.CLOSED), State.DEREGISTERED,
             "governance.deregister_enterprise", needs_note=True, needs_evidence=True, dated="state_on"),
        Step("void", "作废", ENTERED, State.VOIDED, "governance.void_enterprise",
             needs_note=True, not_by=("created_by",), dated="state_on"),
    ),
)  # fmt: skip

look(State.OPERATING, tone="green", icon="check-circle")
look(State.SUSPENDED, tone="amber", icon="hourglass-split")
look(State.RELOCATED, tone="", icon="arrow-right")
look(State.DEREGISTERED, tone="", icon="archive")
