"""Funds in place: the list, one entry with its receipts, and the forms."""

from __future__ import annotations

from typing import Any

from economy.funds.actions import EDITABLE, add_evidence, change_funds, record_funds, release_receipt
from economy.funds.facts import EVIDENCE_FACTS, FUNDS_FACTS, RELEASE_FACTS
from economy.funds.filters import FundsFilter
from economy.funds.models import FundsEntry, FundsState
from economy.projects.models import STANDING, Project
from economy.regions.queries import region_name
from portal.site.columns import Column, moment
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage

RELATED = ("area", "project", "project__area")


class FundsList(RecordList):
    """Every entry one may see, newest first."""

    model = FundsEntry
    title = "到位资金"
    columns = (
        Column("项目", "project__name"),
        Column("到账日期", "received_on", kind="date"),
        Column("金额", "amount", kind="number"),
        Column("单位", "currency", kind="choice"),
        Column("资金来源区划", "source_region_code"),
        Column("区外", "is_out_of_district", show=lambda value: "是" if value else "否"),
        Column("省外", "is_out_of_province", show=lambda value: "是" if value else "否"),
        Column("凭证号", "receipt_no"),
        Column("状态", "state", kind="state"),
        Column("示例", "is_illustrative", show=lambda value: "示例" if value else ""),
    )
    filterset_class = FundsFilter
    search = True
    search_label = "搜凭证号、付款方、说明"
    record_url = "economy:funds_entry"
    open_states = frozenset(EDITABLE)
    export = "economy.funds"
    empty = "没有到位资金。在项目页里点“填报到位资金”。"


class FundsPage(RecordPage):
    """One entry: how much, when, from where, proven by what, and who let it count."""

    model = FundsEntry
    related = ("area", "project", "project__area", "submitted_by", "reviewed_by", "created_by")
    list_url = "economy:funds"
    template_name = "economy/funds/entry.html"
    facts = (
        Fact("项目", "project", url=lambda entry: entry.project.get_absolute_url()),
        Fact("金额", lambda entry: entry.quantity_text),
        Fact("到账日期", "received_on", kind="date"),
        Fact("计入月份", "period"),
        Fact("资金来源地", lambda entry: f"{entry.region}（{entry.source_region_code}）"),
        Fact("是否区外资金", lambda entry: _derived(entry, entry.is_out_of_district, "项目所在区县", 6)),
        Fact("是否省外资金", lambda entry: _derived(entry, entry.is_out_of_province, "项目所在省", 2)),
        Fact("付款方", "payer"),
        Fact("凭证号", lambda entry: f"{entry.receipt_no}{'（已放开，可以再用）' if entry.receipt_released else ''}"),
        Fact("填报", lambda entry: entry.submitted_by and f"{entry.submitted_by}，{moment(entry.submitted_at)}"),
        Fact("审核", lambda entry: entry.reviewed_by and f"{entry.reviewed_by}{'，' + moment(entry.counted_at) if entry.counted_at else ''}"),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with the receipts and what else one may do."""
        entry, user = self.record, self.request.user
        entry.region = region_name(entry.source_region_code, entry.received_on)
        open_ = entry.state in EDITABLE and user.has_perm("economy.add_fundsentry", entry)
        return {
            **super().get_context(),
            "evidence": list(entry.evidence.select_related("document").order_by("id")),
            "may_edit": open_,
            "may_attach": open_,
            "may_release": entry.state == FundsState.VOIDED and not entry.receipt_released
            and user.has_perm("economy.release_receipt", entry),
        }  # fmt: skip


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
    states, list_url = STANDING, "economy:projects"


class EditFunds(ChangePage):
    """A draft or returned entry."""

    about, permission, facts, action = FundsEntry, "economy.add_fundsentry", FUNDS_FACTS, change_funds
    title, said, states, list_url, related = "修改到位资金", "已保存。", EDITABLE, "economy:funds", RELATED


class AttachEvidence(FormPage):
    """One more document."""

    about, permission, facts, action = FundsEntry, "economy.add_fundsentry", EVIDENCE_FACTS, add_evidence
    title, submit, said = "附凭证", "附上", "凭证已附上。"
    states, list_url, related = EDITABLE, "economy:funds", RELATED


class ReleaseReceipt(FormPage):
    """Letting a voided entry's receipt number be used again."""

    about, permission, facts, action = FundsEntry, "economy.release_receipt", RELEASE_FACTS, release_receipt
    title, submit, said = "放开凭证号", "放开", "凭证号已放开，可以再用一次。"
    states, list_url, related = (FundsState.VOIDED,), "economy:funds", RELATED
