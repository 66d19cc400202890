"""Enterprises: the list, one record, and the forms they are entered and changed by."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from governance.enterprises.actions import change_enterprise, register_enterprise
from governance.enterprises.facts import CHANGE_FACTS, ENTERPRISE_FACTS, REVEAL_FACTS
from governance.enterprises.models import Enterprise
from governance.enterprises.rules import stands
from governance.enterprises.tables import EnterpriseTable
from portal.personal.reveal import reveal
from portal.records.forms import FactsForm
from portal.records.kinds import Choice
from portal.registers import Saved
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage


class EnterpriseList(RecordList):
    """Every enterprise one may see, newest first."""

    table = EnterpriseTable
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


class NewEnterprise(FormPage):
    """A new enterprise."""

    permission, facts, action = "governance.add_enterprise", ENTERPRISE_FACTS, register_enterprise
    title, said = "登记企业", "已登记“{result}”。"

    @property
    def lead(self) -> str:
        """Where industries are looked up."""
        return format_html(
            '行业代码可以在<a href="{}" target="_blank" rel="noopener">行业分类</a>里查（另开一页）。',
            reverse("governance:industries"),
        )


class EditEnterprise(ChangePage):
    """An enterprise on record."""

    about, permission = Enterprise, "governance.change_enterprise"
    facts, action = CHANGE_FACTS, change_enterprise
    related, lead = ("area", "industry"), NewEnterprise.lead

    def tell(self, result: Saved) -> str:
        """Whether anything changed."""
        return "没有改动。" if result.unchanged else self.said


class RevealEnterprise(FormPage):
    """Personal data of an enterprise in full, for a stated purpose; every look is in the trail."""

    about, permission, facts, action = Enterprise, "governance.reveal_enterprise", REVEAL_FACTS, reveal
    title, submit = "查看完整联系方式", "查看"
    lead = "个人信息平时只显示一部分。查看全部要写明用途，每次查看都会记入操作日志。"
    template_name = "governance/enterprises/reveal.html"

    def take(self, form: FactsForm) -> HttpResponse:
        """Show it on this page, and nowhere else."""
        text = self.act(form)
        label = dict(cast("Choice", form.declared["field"].kind).choices)[form.read["field"]]
        return self.show(form, shown=(label, text or "没有登记"))

    def show(self, form: FactsForm, **more: Any) -> HttpResponse:
        """The page, which no browser keeps."""
        response = super().show(form, **more)
        response["Cache-Control"] = "no-store"
        return response
