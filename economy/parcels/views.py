"""Parcels: the list, one parcel with its printable card, and the form."""

from __future__ import annotations

from decimal import Decimal
from math import cos, radians
from typing import Any

import shapely
from django.contrib import messages
from django.db.models import FloatField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from economy.parcels.actions import (
    change_parcel,
    hide_parcel,
    publish_parcel,
    register_parcel,
    review_parcel,
)
from economy.parcels.facts import PARCEL_FACTS
from economy.parcels.filters import M2_PER_MU, NEAREST, ParcelFilter
from economy.parcels.models import ON_OFFER, STANDING, LandParcel, ParcelState
from economy.places.queries import map_settings
from portal.errors import InvalidInput, WrongState
from portal.figures.exact import half_up, plain
from portal.geometry.measuring import on_equal_area
from portal.site.columns import Column
from portal.site.form_pages import ChangePage, FormPage
from portal.site.keyset import Ordering
from portal.site.lists import PrimaryAction, RecordList
from portal.site.records import Fact, RecordPage, page_url, visible_record
from portal.site.requests import DeskRequest
from portal.site.states import look

RELATED = ("area", "land_use", "project", "responsible")

for _state, _tone, _icon in (
    ("planned", "", "pencil"), ("reserving", "amber", "hourglass-split"), ("net_land", "green", "check-circle"),
    ("supplied", "blue", "check2"), ("under_construction", "blue", "building"), ("built", "", "building"),
    ("idle", "red", "exclamation-triangle"), ("inefficient", "amber", "exclamation-triangle"),
):  # fmt: skip
    look(_state, tone=_tone, icon=_icon)


def mu(m2: Decimal) -> str:
    """Square metres as 亩, two digits."""
    return plain(half_up(m2 / M2_PER_MU, 2))


class ByDistance(Ordering):
    """The order of a distance that the database computes."""

    is_computed = True

    @property
    def field(self) -> Any:
        """What the distance is; rows without a place are not listed."""
        return FloatField(null=False)


class NearList(RecordList):
    """A list that can be ordered by the distance to a place, once one is asked for."""

    @property
    def orders_offered(self) -> set[str]:
        """The distance too, while it is known."""
        return {*super().orders_offered, *((NEAREST, f"-{NEAREST}") if self.measures else ())}

    @property
    def measures(self) -> bool:
        """Whether a distance was asked for and understood."""
        return bool(self.request.GET.get("near")) and self.filterset.is_valid()

    @property
    def order(self) -> Ordering:  # type: ignore[override]
        """Nearest first where the distance is asked for, unless told otherwise."""
        name = self.request.GET.get("ordering") or (NEAREST if self.measures else self.ordering)
        if name not in self.orders_offered:
            raise InvalidInput("这个列表不能按所要求的方式排序。要按距离排序，请先选“离哪里近”。")
        return (ByDistance if name.endswith(NEAREST) else Ordering)(self.model, name)


AREA = Column("面积", "area_m2", kind="number", unit="亩", show=mu, sort=True)


class ParcelList(NearList):
    """Every parcel one may see, newest first."""

    model = LandParcel
    title = "地块"
    all_columns = (
        Column("地块名称", "name"),
        Column("状态", "state", kind="state"),
        Column("用地性质", "land_use__name"),
        AREA,
        Column("容积率", "plot_ratio", kind="number"),
        Column("供地方式", "supply_method", kind="choice"),
        Column("约定动工日", "start_deadline", kind="date", sort=True),
        Column("复核期限", "review_by", kind="due", sort=True),
        Column("负责人", "responsible__full_name"),
        Column("区域", "area__name"),
    )
    filterset_class = ParcelFilter
    search = True
    search_label = "搜名称、宗地代码、位置"
    record_url = "economy:parcel"
    open_states = frozenset(ParcelState.values) - {ParcelState.VOIDED}
    export = "economy.parcels"
    primary = PrimaryAction("登记地块", "economy:new_parcel", "economy.save_parcel")
    empty = "还没有地块。点“登记地块”，填写面积、用途，再画出或上传边界。"
    template_name = "economy/parcels/list.html"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """All columns, and the distance while it is asked for."""
        if not self.measures:
            return self.all_columns
        distance = Column("距离", NEAREST, kind="number", unit="公里", places=2, sort=True)
        return (self.all_columns[0], distance, *self.all_columns[1:])


def _quantity(parcel: LandParcel) -> str:
    typed = str(parcel.quantity)
    return typed if parcel.area_unit == "亩" else f"{typed}（{mu(parcel.area_m2)} 亩）"


def _measured(parcel: LandParcel) -> str | None:
    return (
        None
        if parcel.measured_m2 is None
        else f"{mu(parcel.measured_m2)} 亩（{half_up(parcel.measured_m2, 0):,} 平方米）"
    )


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{plain(half_up(value, 2))} 万元"


def _tax(parcel: LandParcel) -> str | None:
    return None if parcel.tax_wan is None else f"{_money(parcel.tax_wan)}（{parcel.tax_year or '年度未填'}）"


def _per_mu(value: Decimal | None) -> str | None:
    return None if value is None else f"{plain(value)} 万元/亩"


def _idle(parcel: LandParcel) -> str | None:
    finding = parcel.idle_finding() or parcel.late_start()
    return f"{finding.sentence}依据：{finding.rule.document}第二条、第十四条。" if finding else None


FACTS = (
    Fact("宗地代码", "parcel_code"),
    Fact("位置", "address"),
    Fact("用地性质", "land_use"),
    Fact("规划用途", "planned_use"),
    Fact("面积", _quantity),
    Fact("按边界量算", _measured),
    Fact("权属", "owner_type", kind="choice"),
    Fact("供地方式", "supply_method", kind="choice"),
    Fact("容积率", "plot_ratio", kind="number"),
    Fact("建筑密度", "building_density_pct", kind="number", unit="%"),
    Fact("绿地率", "green_ratio_pct", kind="number", unit="%"),
    Fact("限高", "height_limit_m", kind="number", unit="米"),
)
MONEY = (
    Fact("落地项目", "project", url=lambda parcel: parcel.project and page_url(parcel.project)),
    Fact("供地日期", "supplied_on", kind="date"),
    Fact("约定动工日", "start_deadline", kind="date"),
    Fact("实际动工日", "started_on", kind="date"),
    Fact("停工日期", "stopped_on", kind="date"),
    Fact("土地价款", lambda parcel: _money(parcel.land_price_wan)),
    Fact("已投资", lambda parcel: _money(parcel.invested_wan)),
    Fact("投资强度", lambda parcel: _per_mu(parcel.investment_per_mu)),
    Fact("年税收", _tax),
    Fact("亩均税收", lambda parcel: _per_mu(parcel.tax_per_mu)),
    Fact("闲置认定", _idle, wide=True),
)
KEEPING = (
    Fact("负责人", "responsible"),
    Fact("复核期限", "review_by", kind="due"),
    Fact("密级", "secrecy", kind="choice"),
    Fact("公开招商", lambda parcel: f"{timezone.localtime(parcel.published_at):%Y-%m-%d} 起" if parcel.is_public else "没有公开"),
    Fact("说明", "note", wide=True),
)  # fmt: skip


class ParcelPage(RecordPage):
    """One parcel: where it is, what it may become, what was agreed, what it yields."""

    model = LandParcel
    related = RELATED
    list_url = "economy:parcels"
    due = "review_by"
    template_name = "economy/parcels/parcel.html"
    facts = (*MONEY, *KEEPING)

    def get_facts(self) -> tuple[Fact, ...]:
        """The finding on idleness only where there is one."""
        return tuple(fact for fact in self.facts if fact.value is not _idle or _idle(self.record))

    def get_context(self) -> dict[str, Any]:
        """The record page's own, its outline, and what else one may do."""
        parcel, user = self.record, self.request.user
        may_publish = user.has_perm("economy.publish_parcel", parcel)
        may_save = parcel.state != ParcelState.VOIDED and user.has_perm("economy.save_parcel", parcel)
        return {
            **super().get_context(),
            "land": [fact.of(parcel) for fact in FACTS],
            "may_edit": may_save,
            "may_review": may_save and parcel.is_stale(),
            "may_publish": may_publish and not parcel.is_public and parcel.state in ON_OFFER,
            "may_hide": may_publish and parcel.is_public,
            "is_stale": parcel.state != ParcelState.VOIDED and parcel.is_stale(),
            "idle": parcel.state != ParcelState.IDLE and parcel.idle_finding(),
            "picture": picture_of(parcel),
        }


@require_safe
def parcel_card(request: DeskRequest, pk: int) -> HttpResponse:
    """The parcel on one A4 page."""
    parcel = visible_record(LandParcel, pk, request.user, related=RELATED)
    context = {
        "record": parcel, "picture": picture_of(parcel), "today": timezone.localdate(),
        "land": [fact.of(parcel) for fact in FACTS],
        "facts": [fact.of(parcel) for fact in (*MONEY, *KEEPING)],
    }  # fmt: skip
    return render(request, "economy/parcels/card.html", context)


@require_POST
def act_on_parcel(request: DeskRequest, pk: int, act: str) -> HttpResponse:
    """Publish, hide or review one parcel."""
    actions = {"publish": (publish_parcel, "已公开招商。"), "hide": (hide_parcel, "已从公开页面撤下。"),
               "review": (review_parcel, "已复核，半年后再看。")}  # fmt: skip
    parcel = visible_record(LandParcel, pk, request.user, related=("area",))
    do, done = actions[act]
    try:
        do(parcel, by=request.user)
    except (InvalidInput, WrongState) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("economy:parcel", pk=pk)


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

    permission, facts, action = "economy.save_parcel", PARCEL_FACTS, register_parcel
    title, list_url, template_name = "登记地块", "economy:parcels", "economy/parcels/form.html"

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
