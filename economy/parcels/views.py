"""Parcels: the list, one parcel with its printable card, and the form."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians
from typing import Any, ClassVar

import shapely
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from economy.parcels.actions import (
    change_parcel,
    hide_parcel,
    publish_parcel,
    register_parcel,
    review_parcel,
)
from economy.parcels.facts import PARCEL_FACTS
from economy.parcels.models import STANDING, LandParcel, ParcelState, in_mu
from economy.parcels.rules import is_due_for_review, is_publishable, is_standing
from economy.parcels.tables import ParcelTable
from economy.places.queries import map_settings
from economy.places.views import act_on, offers_of
from portal.accounts.requests import DeskRequest
from portal.figures.exact import half_up, plain
from portal.geometry.measuring import on_equal_area
from portal.site.form_pages import ChangePage, FormPage
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, Offer, RecordPage, facts_about, visible_record
from portal.site.sections import Panel
from portal.site.states import look

RELATED = ("area", "land_use", "project", "responsible")

for _state, _tone, _icon in (
    ("planned", "", "pencil"), ("reserving", "amber", "hourglass-split"), ("net_land", "green", "check-circle"),
    ("supplied", "blue", "check2"), ("under_construction", "blue", "building"), ("built", "", "building"),
    ("idle", "red", "exclamation-triangle"), ("inefficient", "amber", "exclamation-triangle"),
):  # fmt: skip
    look(_state, tone=_tone, icon=_icon)


class ParcelList(RecordList):
    """Every parcel one may see, newest first."""

    table = ParcelTable
    primary = PrimaryAction("登记地块", "economy:new_parcel", "economy.save_parcel")
    empty = "还没有地块。点“登记地块”，填写面积、用途，再画出或上传边界。"
    template_name = "economy/parcels/list.html"


def _quantity(parcel: LandParcel) -> str:
    typed = str(parcel.quantity)
    return typed if parcel.area_unit == "亩" else f"{typed}（{plain(parcel.area_mu)} 亩）"


def _measured(parcel: LandParcel) -> str | None:
    m2 = parcel.measured_m2
    return None if m2 is None else f"{plain(in_mu(m2))} 亩（{half_up(m2, 0):,} 平方米）"


def _published(parcel: LandParcel) -> str:
    return f"{timezone.localtime(parcel.published_at):%Y-%m-%d} 起" if parcel.is_public else "没有公开"


def _idle(parcel: LandParcel) -> str | None:
    finding = parcel.idle_finding() or parcel.late_start()
    return f"{finding.sentence}依据：{finding.rule.document}第二条、第十四条。" if finding else None


WHAT_AND_WHERE = ("address", "land_use", "planned_use", Fact("面积", _quantity))
CONDITIONS = (
    "owner_type", "supply_method", "plot_ratio", "building_density_pct", "green_ratio_pct", "height_limit_m",
)  # fmt: skip
PUBLIC_LAND = (*WHAT_AND_WHERE, *CONDITIONS)
LAND = ("parcel_code", *WHAT_AND_WHERE, Fact("按边界量算", _measured), *CONDITIONS)
AGREED_AND_KEPT = (
    "project", "supplied_on", "start_deadline", "started_on", "stopped_on", "land_price_wan", "invested_wan",
    "investment_per_mu", "tax_wan", "tax_year", "tax_per_mu", Fact("闲置认定", _idle, wide=True, optional=True),
    "responsible", "review_by", "secrecy", Fact("公开招商", _published), "note",
)  # fmt: skip


def land_of(parcel: LandParcel, user: Any = None) -> dict[str, Any]:
    """The land itself: its outline and what it may become."""
    return {"picture": picture_of(parcel), "land": facts_about(ParcelTable, LAND, parcel)}


def warnings_of(parcel: LandParcel, user: Any) -> dict[str, Any] | None:
    """What has to be done about it: looked at again, or declared idle; None when there is nothing."""
    idle = None if parcel.state == ParcelState.IDLE else parcel.idle_finding()
    is_stale = is_due_for_review(parcel)
    return {"is_stale": is_stale, "idle": idle} if is_stale or idle else None


class ParcelPage(RecordPage):
    """One parcel: where it is, what it may become, what was agreed, what it yields."""

    table = ParcelTable
    related = RELATED
    due = "review_by"
    illustrative = "示例数据，不是真实地块"
    template_name = "economy/parcels/parcel.html"
    facts = AGREED_AND_KEPT
    offers = (
        Offer("地块卡", "economy:parcel_card", "economy.view_landparcel", icon="printer"),
        Offer("修改", "economy:edit_parcel", "economy.save_parcel", icon="pencil", when=is_standing),
        *offers_of("parcel", publishable=is_publishable, due=is_due_for_review),
    )
    sections = (
        Panel("economy/parcels/warnings.html", warnings_of, order=10, before=True),
        Panel("economy/parcels/land.html", land_of, order=20, before=True),
    )


@require_safe
def parcel_card(request: DeskRequest, pk: int) -> HttpResponse:
    """The parcel on one A4 page."""
    parcel = visible_record(LandParcel, pk, request.user, related=RELATED)
    context = {
        "record": parcel, "today": timezone.localdate(), **land_of(parcel),
        "facts": facts_about(ParcelTable, AGREED_AND_KEPT, parcel),
    }  # fmt: skip
    return render(request, "economy/parcels/card.html", context)


act_on_parcel = act_on(LandParcel, publish=publish_parcel, hide=hide_parcel, review=review_parcel)


def picture_of(record: Any, size: int = 320) -> dict[str, Any] | None:
    """The outline as an SVG path with a scale bar, north up; None without an outline."""
    outline = record.outline
    if outline is None:
        return None
    flat = on_equal_area(outline.shape)
    # On the equal-area cylinder east is stretched and north shrunk by the same factor: undone for the picture.
    stretch = cos(radians(outline.centre[1]))
    flat = shapely.transform(flat, lambda points: points * [stretch, 1 / stretch])
    west, south, east, north = flat.bounds
    margin = 0.08 * size
    scale = (size - 2 * margin) / max(east - west, north - south)
    flat = shapely.transform(
        flat, lambda points: (points - [(west + east) / 2, (south + north) / 2]) * [scale, -scale] + size / 2
    )
    bar = _round_length((east - west) / 3)
    return {"path": _path(flat), "size": size, "bar_m": bar, "bar": round(bar * scale, 1), "foot": size + 22}


def _round_length(metres: float) -> int:
    size = 10 ** max(0, len(str(int(metres))) - 1)
    return max(step * size for step in (1, 2, 5) if step * size <= max(metres, 1))


def _path(shape: Any) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    lines = ("L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) for ring in rings)
    return "".join(f"M{line}Z" for line in lines)


# The form ---------------------------------------------------------------------------------------------------


class NewParcel(FormPage):
    """A new parcel."""

    action: ClassVar[Callable[..., Any]] = register_parcel
    permission, facts = "economy.save_parcel", PARCEL_FACTS
    title, template_name = "登记地块", "economy/parcels/form.html"

    def get_context(self) -> dict[str, Any]:
        """What the drawing needs."""
        outline = self.record.boundary if self.record else None
        return {**super().get_context(), "map": map_settings(self.request), "outline": outline}

    def act(self, form: Any) -> LandParcel:
        """Save it, and remember what was done to the outline when it was read."""
        self.notes = getattr(form.read.get("boundary"), "notes", ())
        return super().act(form)

    def tell(self, result: LandParcel) -> str:
        """What was done to the outline, too."""
        return " ".join(["已保存。", *self.notes])


class EditParcel(NewParcel, ChangePage):
    """Changes to a parcel."""

    about, action, states, related = LandParcel, change_parcel, STANDING, RELATED
    title = "修改"
