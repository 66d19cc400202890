"""Recording contracts; the first one signed says in which year the project counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from economy.contracts.models import Contract, ContractType
from economy.projects.actions.signing import settle_signing_of
from economy.projects.dates import counted_month, written_date
from economy.projects.models import Project, ProjectStage
from economy.projects.questions import ask, jump
from economy.regions.actions import known_region
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.intake.bulk import add_many

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document


@transaction.atomic
def record_contract(
    project: Project, *, type: str, signed_on: str, by: User, amount: Decimal | None = None, amount_text: str = "",
    number: str = "", party: str = "", source_region_code: str = "", document: Document | None = None, note: str = "",
    is_illustrative: bool = False, confirmed: bool = False,
) -> Contract:  # fmt: skip
    """Enter a signed contract, amount in 万元; one a thousand times the planned investment is questioned.

    Refuses a contract without amount and document alike, a day to come, and an unknown region.
    """
    if not by.has_perm("economy.add_contract", project):
        raise NotPermitted("您的岗位不能登记这个项目的合同。")
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能登记合同。")
    found, text = written_date(signed_on)
    _check(amount, document, note)
    if source_region_code:
        known_region(source_region_code, on=found.day)
    ask(jump(amount, project.planned_investment, "计划总投资"), confirmed=confirmed)
    contract = Contract.objects.create(
        project=project, area_id=project.area_id, type=ContractType(type), amount=amount, amount_text=amount_text,
        signed_on=found.day, signed_precision=found.precision, signed_text=text, signed_month=counted_month(found),
        number=number.strip(), party=party.strip(), source_region_code=source_region_code, document=document,
        note=note.strip(), is_illustrative=is_illustrative, created_by=by,
    )  # fmt: skip
    settle_signing(contract, by)
    return contract


def add_ledger_contracts(contracts: Sequence[Contract]) -> None:
    """Write the contracts a ledger names for projects registered from it, whose signing it settled already."""
    add_many(contracts)


def settle_signing(contract: Contract, by: User) -> None:
    """Let the project count in the year of the first signing that still stands."""
    settle_signing_of(contract.project_id)


def _check(amount: Decimal | None, document: Document | None, note: str) -> None:
    if amount is not None and amount <= 0:
        raise InvalidInput(
            "合同金额应大于零，没有数就空着。",
            [{"field": "amount", "message": "应大于零", "cure": "没有数就空着"}],
        )
    if amount is None and document is None and len(note.strip()) < 2:
        raise InvalidInput(
            "没有金额，也没有合同文本，请至少填一样，或在备注里写明原因。",
            [{"field": "amount", "message": "没有金额，也没有合同文本", "cure": "请至少填一样，或在备注里写明原因"}],
        )  # fmt: skip
