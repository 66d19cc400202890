"""The chain map: links by chain with whom the street courts for them; and the list of those enterprises."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from economy.chain.actions import change_target_enterprise, save_target_enterprise
from economy.chain.facts import TARGET_FACTS
from economy.chain.models import ChainLink, TargetEnterprise
from economy.chain.tables import TargetEnterpriseTable
from portal.accounts.requests import DeskRequest
from portal.errors import NotPermitted
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Offer, RecordPage
from portal.site.states import look

for _state, _tone, _icon in (
    ("existing", "green", "check-circle"), ("weak", "amber", "dash"), ("missing", "red", "x-lg"),
):  # fmt: skip
    look(_state, tone=_tone, icon=_icon)


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


class TargetList(RecordList):
    """The enterprises the street courts, newest first."""

    table = TargetEnterpriseTable
    primary = PrimaryAction(
        "登记目标企业", "economy:new_target_enterprise", "economy.change_targetenterprise"
    )
    empty = "还没有目标企业。先看产业链图上缺什么，再登记可以补上的企业。"


class TargetPage(RecordPage):
    """One enterprise the street courts."""

    table = TargetEnterpriseTable
    related = ("link", "link__area", "responsible")
    illustrative = "示例数据，不是真实企业"
    facts = (
        "link",
        "link_status",
        "region",
        "status",
        "next_step",
        "next_on",
        "responsible",
        "reason",
        "note",
    )
    offers = (
        Offer("修改", "economy:edit_target_enterprise", "economy.change_targetenterprise", icon="pencil"),
    )


class NewTarget(FormPage):
    """A new enterprise to court."""

    permission, facts, action = "economy.change_targetenterprise", TARGET_FACTS, save_target_enterprise
    title = "登记目标企业"


class EditTarget(ChangePage):
    """Changes to an enterprise courted."""

    about, permission, facts = TargetEnterprise, "economy.change_targetenterprise", TARGET_FACTS
    action, related = change_target_enterprise, ("link", "responsible")
