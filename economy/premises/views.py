"""Carriers and their premises: the list, one carrier with its floors, and the forms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from economy.places.views import act_on, offers_of
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
from economy.premises.models import IndustrialCarrier, Premises
from economy.premises.rules import is_due_for_review, is_hidden
from economy.premises.tables import CarrierTable, PremisesTable
from portal.errors import NotVisible
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage
from portal.site.sections import Panel, Section


class CarrierList(RecordList):
    """Every carrier one may see, newest first."""

    table = CarrierTable
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
        *offers_of("carrier", publishable=is_hidden, due=is_due_for_review),
    )
    sections = (
        Panel("economy/premises/warnings.html", warnings_of, before=True),
        Section(
            PremisesTable, "carrier", title="楼层", ordering="floor", limit=300, opens=floors_at,
            empty="还没有逐层登记，上面的已租售面积和入驻企业是填报的总数。",
            offers=(Offer("登记楼层", "economy:new_premises", "economy.save_carrier", icon="plus-lg"),),
        ),
    )  # fmt: skip


act_on_carrier = act_on(IndustrialCarrier, publish=publish_carrier, hide=hide_carrier, review=review_carrier)


class NewCarrier(FormPage):
    """A new carrier."""

    permission, facts, action = "economy.save_carrier", CARRIER_FACTS, save_carrier
    title = "登记载体"


class EditCarrier(ChangePage):
    """Changes to a carrier."""

    about, permission = IndustrialCarrier, "economy.save_carrier"
    facts, action = CARRIER_FACTS, change_carrier


class NewPremises(FormPage):
    """A floor of a carrier."""

    about, permission = IndustrialCarrier, "economy.save_carrier"
    facts, action = PREMISES_FACTS, record_premises
    title = "登记楼层"


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
