"""Recording contracts; the first one signed says in which year the project counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from economy.contracts.models import Contract, ContractType
from economy.projects.actions.signing import settle_signing_of
from economy.projects.dates import counted_month, written_date
from economy.projects.models import Project, ProjectStage
from economy.projects.questions import ask, jump
from economy.regions.actions import known_region
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.intake.bulk import add_many
from portal.figures.exact import plain
from portal.identifiers import number_key
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document


@writing()
def record_contract(
    project: Project, *, type: str, signed_on: str, by: User, amount: Decimal | None = None, amount_text: str = "",
    number: str = "", party: str = "", source_region_code: str = "", document: Document | None = None, note: str = "",
    is_illustrative: bool = False, confirmed: bool = False,
) -> Contract:  # fmt: skip
    """Enter a signed contract, amount in 万元; one a thousand times the planned investment is questioned.

    Refuses a contract without amount and document alike, a day to come, an unknown region, and a number the project
    has already. Without a number, a contract like one on record is asked about: two clicks made two contracts.
    """
    locked(project)
    if not by.has_perm("economy.add_contract", project):
        raise NotPermitted("您的岗位不能登记这个项目的合同。")
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能登记合同。")
    found, text = written_date(signed_on)
    _check(amount, document, note)
    if source_region_code:
        known_region(source_region_code, on=found.day)
    contract = Contract(
        project=project, area_id=project.area_id, type=ContractType(type), amount=amount, amount_text=amount_text,
        signed_on=found.day, signed_precision=found.precision, signed_text=text, signed_month=counted_month(found),
        number=number.strip(), number_key=number_key(number)[:60], party=party.strip(), document=document,
        source_region_code=source_region_code, note=note.strip(), is_illustrative=is_illustrative, created_by=by,
    )  # fmt: skip
    _refuse_known(contract)
    ask(jump(amount, project.planned_investment, "计划总投资"), confirmed=confirmed)
    ask(
        _twins(contract), confirmed=confirmed, cure="重复的不要再登记；确是另一份的，请勾选“数字无误”后再保存"
    )
    saved(contract)
    settle_signing(contract, by)
    return contract


@writing()
def add_ledger_contracts(contracts: Sequence[Contract]) -> None:
    """Write the contracts a ledger names for projects registered from it, whose signing it settled already."""
    for contract in contracts:
        contract.number_key = number_key(contract.number)[:60]
    add_many(contracts)


def settle_signing(contract: Contract, by: User) -> None:
    """Let the project count in the year of the first signing that still stands."""
    settle_signing_of(contract.project)


def _check(amount: Decimal | None, document: Document | None, note: str) -> None:
    if amount is not None and amount <= 0:
        raise InvalidInput.at("amount", "应大于零", "没有数就空着", "合同金额应大于零，没有数就空着。")
    if amount is None and document is None and len(note.strip()) < 2:
        raise InvalidInput.at("amount", "没有金额，也没有合同文本", "请至少填一样，或在备注里写明原因")


def _refuse_known(contract: Contract) -> None:
    """One number stands once among the contracts of a project, however it is written."""
    if not contract.number_key:
        return
    known = contract.project.contracts.standing().filter(number_key=contract.number_key).first()
    if known is not None:
        message = f"合同编号 {contract.number} 已登记在这个项目名下（{_told(known)}）"
        cure = "同一份合同只登记一次；编号抄错的请改正，登记错的请先作废那一份"
        raise InvalidInput.at("number", message, cure)


def _twins(contract: Contract) -> list[str]:
    """A question when a contract without a number says the same as one that stands."""
    if contract.number_key:
        return []
    same = contract.project.contracts.standing().filter(
        type=contract.type, amount=contract.amount, signed_on=contract.signed_on, party=contract.party
    )
    return [
        f"这个项目已有一份内容相同的合同（{_told(known)}），可能是重复登记"
        for known in same.order_by("-id")[:1]
    ]


def _told(contract: Contract) -> str:
    amount = "未写金额" if contract.amount is None else f"{plain(contract.amount.normalize())}万元"
    return f"{contract.get_type_display()}，{contract.signed_text}，{amount}"
