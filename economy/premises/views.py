"""Carriers and their premises: the list, one carrier with its floors, and the forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import NullIf
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from economy.parcels.filters import NEAREST
from economy.parcels.views import NearList
from economy.premises.actions import (
    hide_carrier,
    publish_carrier,
    review_carrier,
    save_carrier,
    save_premises,
)
from economy.premises.filters import CarrierFilter
from economy.premises.forms import CarrierForm, PremisesForm, initial_of
from economy.premises.models import IndustrialCarrier, Premises
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.figures.exact import half_up, plain
from portal.site.columns import Column
from portal.site.lists import PrimaryAction
from portal.site.records import Fact, RecordPage, visible_record
from portal.site.requests import DeskRequest

OCCUPANCY = F("leased_m2") * 100 / NullIf(F("floor_area_total_m2"), Decimal(0))


class CarrierList(NearList):
    """Every carrier one may see, newest first."""

    model = IndustrialCarrier
    title = "产业载体"
    all_columns = (
        Column("载体名称", "name"),
        Column("类别", "kind", kind="choice"),
        Column("总建筑面积", "floor_area_total_m2", kind="number", unit="平方米", places=0, sort=True),
        Column("入驻率", "occupancy", kind="number", unit="%", places=2, expression=OCCUPANCY),
        Column("入驻企业", "tenant_count", kind="number", unit="家", sort=True),
        Column("年税收", "tax_wan", kind="number", unit="万元"),
        Column("复核期限", "review_by", kind="due", sort=True),
        Column("负责人", "responsible__full_name"),
        Column("区域", "area__name"),
    )
    filterset_class = CarrierFilter
    search = True
    search_label = "搜名称、地址、运营单位"
    record_url = "economy:carrier"
    export = "economy.carriers"
    primary = PrimaryAction("登记载体", "economy:new_carrier", "economy.save_carrier")
    empty = "还没有载体。点“登记载体”，填写总建筑面积，再逐层登记。"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """All columns, and the distance while it is asked for."""
        if not self.measures:
            return self.all_columns
        distance = Column("距离", NEAREST, kind="number", unit="公里", places=2, sort=True)
        return (self.all_columns[0], distance, *self.all_columns[1:])


def _square_metres(value: Decimal) -> str:
    return f"{plain(half_up(value, 2).normalize() if value else Decimal(0))} 平方米"


class CarrierPage(RecordPage):
    """One carrier with its floors."""

    model = IndustrialCarrier
    related = ("area", "parcel", "responsible")
    list_url = "economy:carriers"
    due = "review_by"
    template_name = "economy/premises/carrier.html"
    facts = (
        Fact("类别", "kind", kind="choice"),
        Fact("地址", "address"),
        Fact("运营单位", "operator"),
        Fact("所在地块", "parcel", url=lambda carrier: carrier.parcel and carrier.parcel.get_absolute_url()),
        Fact("层数", "floor_count", kind="number", unit="层"),
        Fact("总建筑面积", lambda carrier: _square_metres(carrier.floor_area_total_m2)),
        Fact("已租售面积", lambda carrier: _square_metres(carrier.leased_m2)),
        Fact("空置面积", lambda carrier: _square_metres(carrier.free_m2)),
        Fact("入驻率", lambda carrier: None if carrier.occupancy_pct is None else f"{carrier.occupancy_pct}%（已租售 ÷ 总建筑面积）"),
        Fact("入驻企业", "tenant_count", kind="number", unit="家"),
        Fact("年税收", lambda carrier: None if carrier.tax_wan is None else f"{plain(half_up(carrier.tax_wan, 2))} 万元（{carrier.tax_year or '年度未填'}）"),
        Fact("负责人", "responsible"),
        Fact("复核期限", "review_by", kind="due"),
        Fact("密级", "secrecy", kind="choice"),
        Fact("说明", "note", wide=True),
    )  # fmt: skip

    def get_context(self) -> dict[str, Any]:
        """The record page's own, its floors, and what else one may do."""
        carrier, user = self.record, self.request.user
        may_publish, may_save = (
            user.has_perm(f"economy.{verb}_carrier", carrier) for verb in ("publish", "save")
        )
        return {
            **super().get_context(),
            "floors": list(carrier.premises.order_by("floor", "unit")),
            "may_edit": may_save,
            "may_review": may_save and carrier.is_stale(),
            "may_publish": may_publish and not carrier.is_public,
            "may_hide": may_publish and carrier.is_public,
            "is_stale": carrier.is_stale(),
        }


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
