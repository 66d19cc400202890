"""The chain map: links by chain with whom the street courts for them; and the list of those enterprises."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from economy.chain.actions import save_target_enterprise
from economy.chain.forms import TargetForm
from economy.chain.models import ChainLink, TargetEnterprise
from economy.chain.tables import TargetTable
from portal.errors import InvalidInput, NotPermitted
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Offer, RecordPage, visible_record
from portal.site.requests import DeskRequest
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

    table = TargetTable
    export = "economy.target_enterprises"
    primary = PrimaryAction(
        "登记目标企业", "economy:new_target_enterprise", "economy.change_targetenterprise"
    )
    empty = "还没有目标企业。先看产业链图上缺什么，再登记可以补上的企业。"


class TargetPage(RecordPage):
    """One enterprise the street courts."""

    table = TargetTable
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


class NewTarget(FormView):
    """A new enterprise to court."""

    form_class = TargetForm
    template_name = "site/form.html"
    target: TargetEnterprise | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who court enterprises somewhere."""
        if not request.user.has_perm("economy.change_targetenterprise"):
            raise NotPermitted("您的岗位不能登记目标企业。")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: TargetForm) -> HttpResponse:
        """Save and show it."""
        try:
            target = save_target_enterprise(form.cleaned_data, by=self.request.user, target=self.target)
        except InvalidInput as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, "已保存。")
        return redirect("economy:target_enterprise", pk=target.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        title = f"修改：{self.target}" if self.target else "登记目标企业"
        back = self.target.get_absolute_url() if self.target else reverse("economy:target_enterprises")
        return super().get_context_data(title=title, back_url=back, **kwargs)


class EditTarget(NewTarget):
    """Changes to an enterprise courted."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses what is not visible."""
        self.target = visible_record(TargetEnterprise, kwargs["pk"], request.user, related=("link",))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What is known."""
        return {
            name: getattr(self.target, f"{name}_id", getattr(self.target, name))
            for name in TargetForm.base_fields
        }
