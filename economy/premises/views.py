"""Carriers and their premises: the list, one carrier with its floors, and the forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import NullIf
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from economy.parcels.filters import NEAREST
from economy.parcels.views import NearList
from economy.premises.actions import (
    change_carrier,
    change_premises,
    hide_carrier,
    publish_carrier,
    record_premises,
    review_carrier,
    save_carrier,
)
from economy.premises.facts import CARRIER_FACTS, PREMISES_FACTS
from economy.premises.filters import CarrierFilter
from economy.premises.models import IndustrialCarrier, Premises
from portal.errors import InvalidInput, NotVisible, WrongState
from portal.figures.exact import half_up, plain
from portal.site.columns import Column
from portal.site.form_pages import ChangePage, FormPage
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


class NewCarrier(FormPage):
    """A new carrier."""

    permission, facts, action = "economy.save_carrier", CARRIER_FACTS, save_carrier
    title, list_url = "登记载体", "economy:carriers"


class EditCarrier(ChangePage):
    """Changes to a carrier."""

    about, permission, facts, action = (
        IndustrialCarrier,
        "economy.save_carrier",
        CARRIER_FACTS,
        change_carrier,
    )
    list_url = "economy:carriers"


class NewPremises(FormPage):
    """A floor of a carrier."""

    about, permission, facts, action = (
        IndustrialCarrier,
        "economy.save_carrier",
        PREMISES_FACTS,
        record_premises,
    )
    title, list_url = "登记楼层", "economy:carriers"


class EditPremises(ChangePage):
    """Changes to a floor."""

    about, permission, facts, action = Premises, "economy.save_carrier", PREMISES_FACTS, change_premises
    list_url = "economy:carriers"

    def find(self) -> Premises:
        """The floor, of this carrier."""
        rows = Premises.objects.visible_to(self.request.user).select_related("carrier__area")
        found = rows.filter(carrier=self.kwargs["pk"], pk=self.kwargs["premises"]).first()
        if found is None:
            raise NotVisible("没有这个楼层，或者它不在您负责的区域内。")
        return found

    @classmethod
    def kwargs_for(cls, record: Premises) -> dict[str, int]:
        """The carrier and the floor."""
        return {"pk": record.carrier_id, "premises": record.pk}

    @property
    def back_url(self) -> str:
        """The carrier."""
        return self.record.carrier.get_absolute_url()
