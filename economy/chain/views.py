"""The chain map: links by chain with whom the street courts for them; and the list of those enterprises."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import django_filters
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from economy.chain.actions import change_target_enterprise, save_target_enterprise
from economy.chain.facts import TARGET_FACTS
from economy.chain.models import ChainLink, Courtship, TargetEnterprise
from portal.errors import NotPermitted
from portal.site.columns import Column
from portal.site.filters import ChoiceFilter
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage
from portal.site.requests import DeskRequest
from portal.site.states import look

for _state, _tone, _icon in (
    ("existing", "green", "check-circle"), ("weak", "amber", "dash"), ("missing", "red", "x-lg"),
):  # fmt: skip
    look(_state, tone=_tone, icon=_icon)

OPEN = frozenset({Courtship.NOT_CONTACTED, Courtship.CONTACTED, Courtship.VISITED, Courtship.NEGOTIATING})


@require_safe
def chain_map(request: DeskRequest) -> HttpResponse:
    """Every chain with its links: what is here, what is weak, what is missing, and who could fill it."""
    if not request.user.has_perm("economy.view_chainlink"):
        raise NotPermitted("您的岗位不能查看“产业链图”。")
    targets = TargetEnterprise.objects.visible_to(request.user).order_by("status", "id")
    links = ChainLink.objects.visible_to(request.user).prefetch_related(
        Prefetch("targets", targets, "courted")
    )
    found = list(links.order_by("chain", "order", "id"))
    chains = [(chain, list(members)) for chain, members in groupby(found, key=lambda link: link.chain)]
    may_add = request.user.has_perm("economy.change_targetenterprise")
    return render(request, "economy/chain/chain.html", {"chains": chains, "may_add": may_add})


class TargetFilter(django_filters.FilterSet):
    """By how far the contact has come."""

    status = ChoiceFilter(label="进展", choices=Courtship.choices)

    class Meta:
        model = TargetEnterprise
        fields = ("status",)


class TargetList(RecordList):
    """The enterprises the street courts, newest first."""

    model = TargetEnterprise
    title = "目标企业"
    columns = (
        Column("企业名称", "name"),
        Column("产业链", "link__chain"),
        Column("环节", "link__name"),
        Column("进展", "status", kind="choice"),
        Column("下一步", "next_step"),
        Column("下一步期限", "next_on", kind="due", sort=True),
        Column("负责人", "responsible__full_name"),
    )
    filterset_class = TargetFilter
    record_url = "economy:target_enterprise"
    open_states = OPEN
    state_path = "status"
    export = "economy.target_enterprises"
    primary = PrimaryAction(
        "登记目标企业", "economy:new_target_enterprise", "economy.change_targetenterprise"
    )
    empty = "还没有目标企业。先看产业链图上缺什么，再登记可以补上的企业。"


class TargetPage(RecordPage):
    """One enterprise the street courts."""

    model = TargetEnterprise
    related = ("link", "link__area", "responsible")
    list_url = "economy:target_enterprises"
    template_name = "economy/chain/target.html"
    facts = (
        Fact("产业链环节", "link"),
        Fact("环节现状", lambda target: target.link.get_status_display()),
        Fact("所在地", "region"),
        Fact("进展", "status", kind="choice"),
        Fact("下一步", "next_step"),
        Fact("下一步期限", "next_on", kind="date"),
        Fact("负责人", "responsible"),
        Fact("为什么找它", "reason", wide=True),
        Fact("说明", "note", wide=True),
    )

    def get_context(self) -> dict[str, Any]:
        """Whether one may change it."""
        may = self.request.user.has_perm("economy.change_targetenterprise", self.record)
        return {**super().get_context(), "may_edit": may}


class NewTarget(FormPage):
    """A new enterprise to court."""

    permission, facts, action = "economy.change_targetenterprise", TARGET_FACTS, save_target_enterprise
    title, list_url = "登记目标企业", "economy:target_enterprises"


class EditTarget(ChangePage):
    """Changes to an enterprise courted."""

    about, permission, facts = TargetEnterprise, "economy.change_targetenterprise", TARGET_FACTS
    action, list_url, related = (
        change_target_enterprise,
        "economy:target_enterprises",
        ("link", "responsible"),
    )
