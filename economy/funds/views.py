"""Funds in place: the list, one entry with its receipts, and the forms."""

from __future__ import annotations

from economy.funds.actions import (
    add_evidence,
    change_funds,
    record_funds,
    release_receipt,
)
from economy.funds.facts import EVIDENCE_FACTS, FUNDS_FACTS, RELEASE_FACTS
from economy.funds.models import EDITABLE, FundsEntry, FundsState
from economy.funds.queries import evidence_of
from economy.funds.rules import is_editable, is_releasable
from economy.funds.tables import FundsTable
from economy.projects.models import STANDING, Project
from economy.regions.queries import region_name
from portal.site.cells import moment
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import RecordList
from portal.site.records import Fact, Offer, RecordPage
from portal.site.sections import Panel

RELATED = ("area", "project", "project__area")


class FundsList(RecordList):
    """Every entry one may see, newest first."""

    table = FundsTable
    empty = "没有到位资金。在项目页里点“填报到位资金”。"


class FundsPage(RecordPage):
    """One entry: how much, when, from where, proven by what, and who let it count."""

    table = FundsTable
    related = ("area", "project", "project__area", "submitted_by", "reviewed_by", "created_by")
    illustrative = "示例拆分，非官方公布"
    facts = (
        "project",
        Fact("金额", lambda entry: entry.quantity_text),
        "received_on",
        "period",
        Fact("资金来源区划", lambda entry: f"{region_name(entry.source_region_code, entry.received_on)}（{entry.source_region_code}）"),
        Fact("区外资金", lambda entry: _derived(entry, entry.is_out_of_district, "项目所在区县", 6)),
        Fact("省外资金", lambda entry: _derived(entry, entry.is_out_of_province, "项目所在省", 2)),
        "payer",
        Fact("凭证号", lambda entry: f"{entry.receipt_no}{'（已放开，可以再用）' if entry.receipt_released else ''}"),
        Fact("填报人", lambda entry: entry.submitted_by and f"{entry.submitted_by}，{moment(entry.submitted_at)}"),
        Fact("审核人", lambda entry: entry.reviewed_by and f"{entry.reviewed_by}{'，' + moment(entry.counted_at) if entry.counted_at else ''}"),
        "note",
    )  # fmt: skip
    offers = (
        Offer("修改", "economy:edit_funds", "economy.add_fundsentry", icon="pencil", when=is_editable),
        Offer(
            "附凭证", "economy:attach_evidence", "economy.add_fundsentry", icon="paperclip", when=is_editable
        ),
        Offer("放开凭证号", "economy:release_receipt", "economy.release_receipt", when=is_releasable),
    )
    sections = (Panel("economy/funds/evidence.html", lambda entry, user: {"evidence": evidence_of(entry)}),)


def _derived(entry: FundsEntry, outside: bool, what: str, digits: int) -> str:
    """Whether the money is from outside, and why the portal says so."""
    if entry.source_region_code[:2] in ("00", "71", "81", "82"):
        return "否（境外资金，另计）"
    source, here = entry.source_region_code[:digits], entry.district_code[:digits]
    return f"是（来源 {source}，{what} {here}）" if outside else f"否（来源与{what}同为 {here}）"


class NewFunds(FormPage):
    """Money that arrived for a project."""

    about, permission, facts, action = Project, "economy.add_fundsentry", FUNDS_FACTS, record_funds
    title, submit, said = "填报到位资金", "保存草稿", "已保存为草稿，附好凭证后请提交审核。"
    states = STANDING


class EditFunds(ChangePage):
    """A draft or returned entry."""

    about, permission, facts, action = FundsEntry, "economy.add_fundsentry", FUNDS_FACTS, change_funds
    title, said, states, related = "修改到位资金", "已保存。", EDITABLE, RELATED


class AttachEvidence(FormPage):
    """One more document."""

    about, permission, facts, action = FundsEntry, "economy.add_fundsentry", EVIDENCE_FACTS, add_evidence
    title, submit, said = "附凭证", "附上", "凭证已附上。"
    states, related = EDITABLE, RELATED


class ReleaseReceipt(FormPage):
    """Letting a voided entry's receipt number be used again."""

    about, permission, facts, action = FundsEntry, "economy.release_receipt", RELEASE_FACTS, release_receipt
    title, submit, said = "放开凭证号", "放开", "凭证号已放开，可以再用一次。"
    states, related = (FundsState.VOIDED,), RELATED
