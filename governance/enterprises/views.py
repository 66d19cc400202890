"""Enterprises: the list, one record, and the forms they are entered and changed by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.forms import EnterpriseForm, RevealForm, initial_of
from governance.enterprises.models import Enterprise
from governance.enterprises.rules import stands
from governance.enterprises.tables import EnterpriseTable
from portal.errors import InvalidInput, NotPermitted
from portal.personal.reveal import reveal
from portal.site.forms import beside_fields
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage, visible_record


class EnterpriseList(RecordList):
    """Every enterprise one may see, newest first."""

    table = EnterpriseTable
    export = "governance.enterprises"
    primary = PrimaryAction("登记企业", "governance:new_enterprise", "governance.add_enterprise")
    empty = "没有企业。点“登记企业”录入一家，或者在“导入”里上传整张企业台账。"


class EnterprisePage(RecordPage):
    """One enterprise: what it is, where and whose."""

    table = EnterpriseTable
    related = ("area", "office", "industry", "source_document", "created_by")
    illustrative = "示例数据，非真实企业"
    facts = (
        "uscc", Fact("", "uscc_missing_reason", optional=True), "industry", "size", "registered_capital",
        "established_on", "moved_in_on", "legal_representative", "contact_person", "contact_phone", "state_on",
        "registered_address", "business_address", Fact("", "aliases", wide=True), "source_document", "note",
    )  # fmt: skip
    offers = (
        Offer(
            "修改", "governance:edit_enterprise", "governance.change_enterprise", icon="pencil", when=stands
        ),
        Offer("查看完整联系方式", "governance:reveal_enterprise", "governance.reveal_enterprise", icon="eye"),
    )


class EnterpriseFormView(FormView):
    """Saving an enterprise; whatever is refused stays in the form."""

    form_class = EnterpriseForm
    template_name = "governance/enterprises/form.html"
    enterprise: Enterprise | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user, "enterprise": self.enterprise}

    def form_valid(self, form: EnterpriseForm) -> HttpResponse:
        """Save and show the record."""
        try:
            pk = self.save(form)
        except InvalidInput as refusal:
            beside_fields(form, refusal)
            return self.form_invalid(form)
        return redirect("governance:enterprise", pk=pk)

    def save(self, form: EnterpriseForm) -> int:
        """Call the action; the key of the record."""
        raise NotImplementedError


class NewEnterprise(EnterpriseFormView):
    """A new enterprise."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who register somewhere."""
        if not request.user.has_perm("governance.add_enterprise"):
            raise NotPermitted("您的岗位不能登记企业。")
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: EnterpriseForm) -> int:
        """Register it."""
        enterprise = register_enterprise(form.facts, area=form.cleaned_data["area"], by=self.request.user)
        messages.success(self.request, f"已登记“{enterprise}”。")
        return enterprise.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title="登记企业", back_url=reverse("governance:enterprises"), **kwargs
        )


class EditEnterprise(EnterpriseFormView):
    """An enterprise on record."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses whom the post does not let change it."""
        self.enterprise = visible_record(Enterprise, kwargs["pk"], request.user, related=("area", "industry"))
        if not request.user.has_perm("governance.change_enterprise", self.enterprise):
            raise NotPermitted("您的岗位不能修改这家企业。")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return initial_of(self.enterprise)

    def save(self, form: EnterpriseForm) -> int:
        """Change what differs."""
        data = form.cleaned_data
        saved = change_enterprise(
            self.enterprise, form.facts, by=self.request.user, reason=data["reason"], area=data["area"]
        )
        messages.success(self.request, "没有改动。" if saved.unchanged else "已保存，改动记入修改历史。")
        return self.enterprise.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title=f"修改：{self.enterprise.name}", back_url=self.enterprise.get_absolute_url(), **kwargs
        )


def reveal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Personal data of an enterprise in full, for a stated purpose; every look is in the trail."""
    enterprise = visible_record(Enterprise, pk, request.user, related=("area",))
    if not request.user.has_perm("governance.reveal_enterprise", enterprise):
        raise NotPermitted("您的岗位不能查看完整的个人信息。")
    form = RevealForm(request.POST or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            text = reveal(enterprise, given["field"], by=request.user, purpose=given["purpose"])
            shown = (dict(form.fields["field"].choices)[given["field"]], text or "没有登记")
        except InvalidInput as refusal:
            beside_fields(form, refusal)
    context = {
        "form": form, "enterprise": enterprise, "shown": shown, "back_url": enterprise.get_absolute_url()
    }  # fmt: skip
    response = render(request, "governance/enterprises/reveal.html", context)
    response["Cache-Control"] = "no-store"
    return response
