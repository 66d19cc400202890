"""Funds in place: the list, one entry with its receipts, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView

from economy.funds.actions import (
    EDITABLE,
    Evidence,
    add_evidence,
    change_funds,
    record_funds,
    release_receipt,
)
from economy.funds.filters import FundsFilter
from economy.funds.forms import EvidenceForm, FundsForm, ReleaseForm, initial_of
from economy.funds.models import FundsEntry, FundsState
from economy.projects.questions import Questioned
from economy.projects.views.base import CALLED, ProjectFormView, kept
from economy.regions.queries import region_name
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.site.columns import Column, moment
from portal.site.forms import beside_fields
from portal.site.lists import RecordList
from portal.site.records import Fact, RecordPage, visible_record
from portal.site.requests import DeskRequest


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


class NewFunds(ProjectFormView):
    """Money that arrived for a project."""

    form_class = FundsForm
    template_name = "economy/funds/form.html"
    permission = "economy.add_fundsentry"
    title = "填报到位资金"
    submit = "保存草稿"
    said = "已保存为草稿，附好凭证后请提交审核。"

    def save(self, form: FundsForm) -> FundsEntry:
        """Enter it as a draft."""
        data = form.cleaned_data
        document = kept(data["file"], "", self.project, self.request.user)
        evidence = [Evidence(document, data["evidence_kind"])] if document else []
        return record_funds(
            self.project, by=self.request.user, evidence=evidence, confirmed=data["confirmed"], **form.facts
        )


class EntryFormView(FormView):
    """A form about one entry."""

    request: DeskRequest
    template_name = "economy/funds/form.html"
    permission = "economy.add_fundsentry"
    title = ""
    submit = "保存"
    said = "已保存。"
    states: tuple[str, ...] = EDITABLE

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses other states, and those whose post does not let them."""
        related = ("area", "project", "project__area")
        self.entry = visible_record(FundsEntry, kwargs["pk"], request.user, related=related)
        if not request.user.has_perm(self.permission, self.entry):
            raise NotPermitted(f"您的岗位不能“{self.title}”。")
        if self.entry.state not in self.states:
            raise WrongState(f"这笔到位资金现在是“{self.entry.get_state_display()}”，不能“{self.title}”。")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the action and show the entry."""
        try:
            with transaction.atomic():
                self.save(form)
        except Questioned as question:
            form.question(question.message)
            return self.form_invalid(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal, CALLED)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(self.entry)

    def save(self, form: Any) -> None:
        """Call the action."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title=f"{self.title}：{self.entry.project}", submit=self.submit, project=self.entry.project,
            back_url=self.entry.get_absolute_url(), **kwargs,
        )  # fmt: skip


class EditFunds(EntryFormView):
    """A draft or returned entry."""

    form_class = FundsForm
    title = "修改到位资金"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return initial_of(self.entry)

    def save(self, form: FundsForm) -> None:
        """Change it, and attach what was uploaded with it."""
        data = form.cleaned_data
        change_funds(self.entry, form.facts, by=self.request.user, confirmed=data["confirmed"])
        document = kept(data["file"], "", self.entry.project, self.request.user)
        if document is not None:
            add_evidence(self.entry, [Evidence(document, data["evidence_kind"])], by=self.request.user)


class AttachEvidence(EntryFormView):
    """One more document."""

    form_class = EvidenceForm
    title = "附凭证"
    submit = "附上"
    said = "凭证已附上。"

    def save(self, form: EvidenceForm) -> None:
        """Keep it and attach it."""
        data = form.cleaned_data
        document = kept(data["file"], data["title"], self.entry.project, self.request.user)
        if document is not None:
            add_evidence(self.entry, [Evidence(document, data["evidence_kind"])], by=self.request.user)


class ReleaseReceipt(EntryFormView):
    """Letting a voided entry's receipt number be used again."""

    form_class = ReleaseForm
    permission = "economy.release_receipt"
    title = "放开凭证号"
    submit = "放开"
    said = "凭证号已放开，可以再用一次。"
    states = (FundsState.VOIDED,)

    def save(self, form: ReleaseForm) -> None:
        """Decide it."""
        release_receipt(self.entry, by=self.request.user, reason=form.cleaned_data["reason"])
