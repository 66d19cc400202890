"""Enterprises: the list, one record with its years, and the forms they are entered and changed by."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from governance.enterprises.actions import Saved, change_enterprise, register_enterprise
from governance.enterprises.facts import CHANGE_FACTS, ENTERPRISE_FACTS, REVEAL_FACTS
from governance.enterprises.filters import EnterpriseFilter
from governance.enterprises.models import Enterprise, EnterpriseState
from governance.years.queries import year_row, years_of
from portal.personal.reveal import reveal
from portal.records.forms import FactsForm
from portal.site.columns import Column
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage


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


class NewEnterprise(FormPage):
    """A new enterprise."""

    permission, facts, action = "governance.add_enterprise", ENTERPRISE_FACTS, register_enterprise
    title, said, list_url = "登记企业", "已登记“{result}”。", "governance:enterprises"

    @property
    def lead(self) -> str:  # type: ignore[override]
        """Where industries are looked up."""
        return format_html(
            '行业代码可以在<a href="{}" target="_blank" rel="noopener">行业分类</a>里查（另开一页）。',
            reverse("governance:industries"),
        )


class EditEnterprise(ChangePage):
    """An enterprise on record."""

    about, permission, facts, action = (
        Enterprise,
        "governance.change_enterprise",
        CHANGE_FACTS,
        change_enterprise,
    )
    list_url, related, lead = "governance:enterprises", ("area", "industry"), NewEnterprise.lead

    def tell(self, result: Saved) -> str:
        """Whether anything changed."""
        return "没有改动。" if result.unchanged else self.said


class RevealEnterprise(FormPage):
    """Personal data of an enterprise in full, for a stated purpose; every look is in the trail."""

    about, permission, facts, action = Enterprise, "governance.reveal_enterprise", REVEAL_FACTS, reveal
    title, submit, list_url = "查看完整联系方式", "查看", "governance:enterprises"
    lead = "个人信息平时只显示一部分。查看全部要写明用途，每次查看都会记入操作日志。"
    template_name = "governance/enterprises/reveal.html"

    def take(self, form: FactsForm) -> HttpResponse:
        """Show it on this page, and nowhere else."""
        text = self.act(form)
        label = dict(form.declared["field"].kind.choices)[form.read["field"]]
        return self.show(form, shown=(label, text or "没有登记"))

    def show(self, form: FactsForm, **more: Any) -> HttpResponse:
        """The page, which no browser keeps."""
        response = super().show(form, **more)
        response["Cache-Control"] = "no-store"
        return response
