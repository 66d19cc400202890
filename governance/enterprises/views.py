"""Enterprises: the list, one record with its years, and the forms they are entered and changed by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.filters import EnterpriseFilter
from governance.enterprises.forms import EnterpriseForm, RevealForm, initial_of
from governance.enterprises.models import Enterprise, EnterpriseState
from governance.years.queries import year_row, years_of
from portal.errors import InvalidInput, NotPermitted
from portal.personal.reveal import reveal
from portal.site.columns import Column
from portal.site.forms import beside_fields
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage, visible_record


class EnterpriseList(RecordList):
    """Every enterprise one may see, newest first."""

    model = Enterprise
    title = "企业名录"
    columns = (
        Column("企业名称", "name"),
        Column("统一社会信用代码", "uscc"),
        Column("行业", "industry__name"),
        Column("法定代表人", "legal_representative"),
        Column("所属区域", "area__name"),
        Column("状态", "state", kind="state"),
        Column("自哪天起", "state_on", kind="date"),
    )
    filterset_class = EnterpriseFilter
    search = True
    search_label = "搜名称、信用代码、地址"
    record_url = "governance:enterprise"
    export = "governance.enterprises"
    primary = PrimaryAction("登记企业", "governance:new_enterprise", "governance.add_enterprise")
    empty = "没有企业。点“登记企业”录入一家，或者在“导入”里上传整张企业台账。"


class EnterprisePage(RecordPage):
    """One enterprise: what it is, where, whose, and its figures by year."""

    model = Enterprise
    related = ("area", "office", "industry", "source_document", "created_by")
    list_url = "governance:enterprises"
    template_name = "governance/enterprises/enterprise.html"
    facts = (
        Fact("统一社会信用代码", lambda enterprise: enterprise.uscc or f"无（{enterprise.uscc_missing_reason}）"),
        Fact("行业", "industry"),
        Fact("规模", "size", kind="choice"),
        Fact("注册资本", "registered_capital", kind="number", unit="万元"),
        Fact("成立日期", "established_on", kind="date"),
        Fact("入驻日期", "moved_in_on", kind="date"),
        Fact("法定代表人", "legal_representative"),
        Fact("联系人", "contact_person"),
        Fact("联系电话", "contact_phone"),
        Fact("状态自", "state_on", kind="date"),
        Fact("注册地址", "registered_address", wide=True),
        Fact("经营地址", "business_address", wide=True),
        Fact("简称、曾用名", lambda enterprise: "、".join(enterprise.aliases), wide=True),
        Fact("来源文件", "source_document", wide=True,
             url=lambda enterprise: enterprise.source_document and enterprise.source_document.get_absolute_url()),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    def get_context(self) -> dict[str, Any]:
        """The record page's own, with the years and what else one may do."""
        enterprise, user = self.record, self.request.user
        stands = enterprise.state != EnterpriseState.VOIDED
        years = years_of(enterprise, user)
        return {
            **super().get_context(),
            "years": [year_row(year) for year in years],
            "may_edit": stands and user.has_perm("governance.change_enterprise", enterprise),
            "may_reveal": user.has_perm("governance.reveal_enterprise", enterprise),
            "may_record_year": stands and user.has_perm("governance.change_enterpriseyear", enterprise),
        }


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
