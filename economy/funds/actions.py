"""Funds in place: entered with a receipt, counted by another, voided with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from economy.funds.models import EDITABLE, EvidenceKind, FundsCurrency, FundsEntry, FundsEvidence, FundsState
from economy.projects.models import Project, ProjectStage
from economy.projects.questions import ask, jump, leap
from economy.regions.actions import source_of_funds
from portal import audit
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.figures.exact import plain
from portal.identifiers import number_key
from portal.writing import in_turn, locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document


FACTS = ("currency", "amount", "received_on", "source_region_code", "payer", "receipt_no", "note")
EARLIEST = date(1990, 1, 1)


class ReceiptUsed(InvalidInput):
    """A receipt number that stands already among the office's funds."""


@dataclass(frozen=True)
class Evidence:
    """A document that proves an entry, and what it is."""

    document: Document
    kind: str = EvidenceKind.RECEIPT


@writing()
def record_funds(
    project: Project, *, amount: Decimal, received_on: date, source_region_code: str, receipt_no: str, by: User,
    currency: str = FundsCurrency.CNY, payer: str = "", note: str = "", evidence: Sequence[Evidence] = (),
    is_illustrative: bool = False, confirmed: bool = False,
) -> FundsEntry:  # fmt: skip
    """Enter money that arrived, as a draft: 万元, or 万美元 of foreign capital.

    Refuses an amount that is not positive, a day to come, an unknown region or one that does not tell whether
    the money is from outside the district, and a receipt number already used in the office, whichever project
    it stands under. A thousandfold jump is questioned.
    """
    locked(project)
    if not by.has_perm("economy.add_fundsentry", project):
        raise NotPermitted("您的岗位不能填报这个项目的到位资金。")
    if project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，不能填报到位资金。")
    entry = FundsEntry(project=project, area_id=project.area_id, office_id=project.office_id, created_by=by,
                       is_illustrative=is_illustrative)  # fmt: skip
    _fill(entry, {"currency": currency, "amount": amount, "received_on": received_on, "note": note, "payer": payer,
                  "source_region_code": source_region_code, "receipt_no": receipt_no})  # fmt: skip
    ask(_doubts(entry), confirmed=confirmed)
    _save(entry)
    _attach(entry, evidence, by)
    return entry


@writing()
def change_funds(
    entry: FundsEntry,
    facts: dict[str, Any],
    *,
    by: User,
    evidence: Sequence[Evidence] = (),
    confirmed: bool = False,
) -> FundsEntry:
    """Change a draft or a returned entry, and attach what proves it."""
    _check_editable(entry, by)
    if set(facts) - set(FACTS):
        raise InvalidInput(f"没有这些内容：{'、'.join(sorted(set(facts) - set(FACTS)))}。")
    entry = copy(entry)
    _fill(entry, {**{name: getattr(entry, name) for name in FACTS}, **facts})
    ask(_doubts(entry), confirmed=confirmed)
    _save(entry)
    add_evidence(entry, evidence, by=by)
    return entry


@writing()
def add_evidence(entry: FundsEntry, evidence: Sequence[Evidence], *, by: User) -> None:
    """Attach documents to an entry that is not yet counted; the same file once."""
    if not evidence:
        return
    _check_editable(entry, by)
    _attach(entry, evidence, by)


@writing()
def release_receipt(entry: FundsEntry, *, by: User, reason: str) -> None:
    """Let the receipt number of a voided entry be used again: a decision of its own, by a reviewer, with its reason.

    Voiding alone does not free it: a receipt once counted by mistake must not come back unnoticed.
    """
    locked(entry)
    if not by.has_perm("economy.release_receipt", entry):
        raise NotPermitted("您的岗位不能放开凭证号。")
    if entry.state != FundsState.VOIDED or entry.receipt_released:
        raise WrongState("只有已作废、凭证号还没有放开的记录才能放开凭证号。")
    if len(reason.strip()) < 2:
        raise InvalidInput.at("reason", "没有写理由", "请写明为什么可以再用，至少两个字")
    with audit.context(reason=reason.strip()):
        entry.receipt_released = True
        entry.note = f"{entry.note} 凭证号已放开：{reason.strip()}".strip()[:300]
        saved(entry)


# Called by the flow ------------------------------------------------------------------------------------


def check_provable(entry: FundsEntry) -> None:
    """Refuse an entry that nothing proves, and one of a project that was voided."""
    if not entry.evidence.exists():
        raise InvalidInput.at("evidence", "没有附凭证", "请附上进账单、验资报告、发票或设备清单，至少一份")
    if entry.project.stage == ProjectStage.VOIDED:
        raise WrongState("这个项目已作废，它的资金不能再提交或计入。")


# Steps of saving ---------------------------------------------------------------------------------------


def _attach(entry: FundsEntry, evidence: Sequence[Evidence], by: User) -> None:
    for one in evidence:
        FundsEvidence.objects.get_or_create(
            entry=entry, document=one.document, defaults={"kind": EvidenceKind(one.kind), "created_by": by}
        )


def _check_editable(entry: FundsEntry, by: User) -> None:
    locked(entry)
    if not by.has_perm("economy.add_fundsentry", entry):
        raise NotPermitted("您的岗位不能修改这笔到位资金。")
    if entry.state not in EDITABLE:
        raise WrongState(f"这笔到位资金现在是“{entry.get_state_display()}”，不能修改。")


def _fill(entry: FundsEntry, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(entry, name, value.strip() if isinstance(value, str) else value)
    entry.currency = FundsCurrency(entry.currency)
    entry.receipt_key = number_key(entry.receipt_no)[:60]
    entry.district_code = entry.project.area.code[:6]
    if entry.amount is None or entry.amount <= 0:
        raise InvalidInput.at("amount", "金额应大于零", "多记的请作废那一笔，不要填负数")
    if not EARLIEST <= entry.received_on <= timezone.localdate():
        raise InvalidInput.at(
            "received_on", f"{entry.received_on} 还没有到，或者太早", "请填款项实际到账的日期"
        )
    if not entry.receipt_key:
        raise InvalidInput.at("receipt_no", "没有凭证号", "请填进账单或凭证上的编号")
    source_of_funds(entry.source_region_code, district_code=entry.district_code, on=entry.received_on)


def _doubts(entry: FundsEntry) -> list[str]:
    """A thousandfold of what the project got before, or of its whole investment: 元 typed into 万元."""
    unit = FundsCurrency(entry.currency).label
    others = entry.project.funds.filter(currency=entry.currency).exclude(state=FundsState.VOIDED)
    last = others.exclude(pk=entry.pk).order_by("-id").values_list("amount", flat=True).first()
    found = jump(entry.amount, last, "这个项目的上一笔", unit)
    if entry.currency == FundsCurrency.CNY:
        found += leap(entry.amount, entry.project.planned_investment, "计划总投资", unit)
    return found


def _save(entry: FundsEntry) -> None:
    """Write the entry; of two that use one receipt number at the same moment, the second finds the first."""
    in_turn("economy.receipt", entry.office_id, entry.receipt_key)
    _refuse_used(entry)
    saved(entry)


def _refuse_used(entry: FundsEntry) -> None:
    rows = FundsEntry.objects.filter(
        office=entry.office_id, receipt_key=entry.receipt_key, receipt_released=False
    )
    used = rows.exclude(pk=entry.pk).select_related("project").first()
    if used is None:
        return
    where = f"“{used.project}”{used.received_on} 的 {plain(used.amount.normalize())}{FundsCurrency(used.currency).label}"
    voided = "（已作废，凭证号没有放开）" if used.state == FundsState.VOIDED else ""
    used_for = f"凭证号 {entry.receipt_no} 已用于{where}{voided}"
    raise ReceiptUsed.at("receipt_no", used_for, "一张凭证只能计一次，请核对凭证号")
