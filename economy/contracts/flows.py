"""The life of a contract: it stands until somebody else voids it."""

from economy.contracts.actions import settle_signing
from economy.contracts.models import ContractState
from portal.site.states import look
from portal.workflow.flows import Flow, Step

CONTRACT = Flow(
    model="economy.Contract",
    initial=ContractState.STANDING,
    named_with=("project",),
    steps=(
        Step("void", "作废", (ContractState.STANDING,), ContractState.VOIDED, "economy.void_contract",
             needs_note=True, not_by=("created_by",), effect=settle_signing),
    ),
)  # fmt: skip
look(ContractState.STANDING, tone="green", icon="check-circle")
