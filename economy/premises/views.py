"""Carriers and their premises: the list, one carrier with its floors, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from economy.premises.actions import (
    hide_carrier,
    publish_carrier,
    review_carrier,
    save_carrier,
    save_premises,
)
from economy.premises.forms import CarrierForm, PremisesForm, initial_of
from economy.premises.models import IndustrialCarrier, Premises
from economy.premises.rules import is_due_for_review, is_hidden, is_published
from economy.premises.tables import CarrierTable, PremisesTable
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage, visible_record
from portal.site.requests import DeskRequest
from portal.site.sections import Panel, Section


class CarrierList(RecordList):
    """Every carrier one may see, newest first."""

    table = CarrierTable
    export = "economy.carriers"
    primary = PrimaryAction("登记载体", "economy:new_carrier", "economy.save_carrier")
    empty = "还没有载体。点“登记载体”，填写总建筑面积，再逐层登记。"


def floors_at(carrier: IndustrialCarrier, user: Any) -> str:
    """Where a floor is changed, up to its key; nowhere for those who may not."""
    if not user.has_perm("economy.save_carrier", carrier):
        return ""
    return reverse("economy:edit_premises", args=[carrier.pk, 0]).removesuffix("0/")


def warnings_of(carrier: IndustrialCarrier, user: Any) -> dict[str, Any] | None:
    """That it has to be looked at again, once it has."""
    return {} if is_due_for_review(carrier) else None


class CarrierPage(RecordPage):
    """One carrier with its floors."""

    table = CarrierTable
    related = ("area", "parcel", "responsible")
    due = "review_by"
    illustrative = "示例数据，不是真实载体"
    template_name = "economy/premises/carrier.html"
    facts = (
        "kind", "address", "operator", "parcel", "floor_count", "floor_area_total_m2", "leased_m2",
        Fact("空置面积", "free_m2", kind="decimal", unit="平方米"), "occupancy_pct", "tenant_count", "tax_wan", "tax_year",
        "responsible", "review_by", "secrecy", "note",
    )  # fmt: skip
    offers = (
        Offer("修改", "economy:edit_carrier", "economy.save_carrier", icon="pencil"),
        Offer("已核对，没有变化", "economy:review_carrier", "economy.save_carrier", icon="clipboard-check",
              when=is_due_for_review, posts=True),
        Offer("公开招商", "economy:publish_carrier", "economy.publish_carrier", icon="megaphone", when=is_hidden,
              posts=True),
        Offer("撤下公开", "economy:hide_carrier", "economy.publish_carrier", icon="slash-circle", when=is_published,
              posts=True),
    )  # fmt: skip
    sections = (
        Panel("economy/premises/warnings.html", warnings_of, before=True),
        Section(
            PremisesTable, "carrier", title="楼层", ordering="floor", limit=300, opens=floors_at,
            empty="还没有逐层登记，上面的已租售面积和入驻企业是填报的总数。",
            offers=(Offer("登记楼层", "economy:new_premises", "economy.save_carrier", icon="plus-lg"),),
        ),
    )  # fmt: skip


@require_POST
def act_on_carrier(request: DeskRequest, pk: int, act: str) -> HttpResponse:
    """Publish, hide or review one carrier."""
    do, done = {"publish": (publish_carrier, "已公开招商。"), "hide": (hide_carrier, "已从公开页面撤下。"),
                "review": (review_carrier, "已复核，半年后再看。")}[act]  # fmt: skip
    carrier = visible_record(IndustrialCarrier, pk, request.user, related=("area",))
    try:
        do(carrier, by=request.user)
    except (InvalidInput, WrongState) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("economy:carrier", pk=pk)


class SavingView(FormView):
    """A form whose refusals stay in it."""

    template_name = "site/form.html"
    title = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who register carriers somewhere."""
        if not request.user.has_perm("economy.save_carrier"):
            raise NotPermitted("您的岗位不能登记载体。")
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: Any) -> IndustrialCarrier:
        """Save what was entered and return the carrier whose page to show."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and show the carrier."""
        try:
            carrier = self.save(form)
        except InvalidInput as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, "已保存。")
        return redirect("economy:carrier", pk=carrier.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(title=self.title, back_url=self.back_url, **kwargs)

    @property
    def back_url(self) -> str:
        """Where one goes without saving."""
        return reverse("economy:carriers")


class NewCarrier(SavingView):
    """A new carrier."""

    form_class = CarrierForm
    title = "登记载体"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks who fills it in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def save(self, form: Any) -> IndustrialCarrier:
        """A new record."""
        return save_carrier(form.facts(), area=form.cleaned_data["area"], by=self.request.user)


class EditCarrier(NewCarrier):
    """Changes to a carrier."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses what is not visible."""
        self.carrier = visible_record(IndustrialCarrier, kwargs["pk"], request.user, related=("area",))
        self.title = f"修改：{self.carrier}"
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What is known."""
        return initial_of(CarrierForm, self.carrier)

    def save(self, form: Any) -> IndustrialCarrier:
        """The same record, changed."""
        return save_carrier(
            form.facts(), area=form.cleaned_data["area"], by=self.request.user, carrier=self.carrier
        )

    @property
    def back_url(self) -> str:
        """The carrier."""
        return self.carrier.get_absolute_url()


class NewPremises(SavingView):
    """A floor of a carrier."""

    form_class = PremisesForm
    premises: Premises | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses a carrier that is not visible."""
        self.carrier = visible_record(IndustrialCarrier, kwargs["pk"], request.user, related=("area",))
        self.title = f"{self.carrier}：登记楼层"
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: Any) -> IndustrialCarrier:
        """The floor, and the carrier's totals with it."""
        save_premises(form.facts(), carrier=self.carrier, by=self.request.user, premises=self.premises)
        return self.carrier

    @property
    def back_url(self) -> str:
        """The carrier."""
        return self.carrier.get_absolute_url()


class EditPremises(NewPremises):
    """Changes to a floor."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses a floor that is not visible, or of another carrier."""
        rows = Premises.objects.visible_to(request.user).filter(carrier=kwargs["pk"], pk=kwargs["premises"])
        self.premises = rows.first()
        if self.premises is None:
            raise NotVisible("没有这个楼层，或者它不在您负责的区域内。")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What is known."""
        return initial_of(PremisesForm, self.premises)
