"""Saving parcels: what cannot be is refused in words, what looks doubtful is asked about before it is saved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from economy.parcels.code import read_parcel_code
from economy.parcels.models import ON_OFFER, LandParcel, ParcelState, area_in_m2
from economy.parcels.queries import boundary_around, parcels_around
from economy.places import offering
from economy.places.models import Secrecy
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.figures.exact import half_up
from portal.geometry import Boundary
from portal.geometry.fitting import Shift, better_system, outside_m2, overlap_m2
from portal.records.questions import Questioned
from portal.site.public_cache import bust_public_cache
from portal.writing import in_turn, locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User


AREA_TOLERANCE = Fraction(5, 100)
OUTSIDE_TOLERANCE = 0.005
LARGEST_M2 = 10**11
OWNER_LETTERS = {"state": "G", "collective": "J"}


class Doubtful(Questioned):
    """Not refused, but asked about: saving again with the question's `code` among `confirmed` goes through.

    Each of `errors` names the question's `code` and what to do in either case.
    """


@dataclass(kw_only=True)
class ParcelDraft:
    """A parcel to be saved: `facts` are its fields by name, `boundary` its new outline.

    Without a boundary the old one stays, unless `without_boundary`. `confirmed` holds the codes of the questions
    that were answered with yes (`area`, `system`).
    """

    area: Area
    facts: dict[str, Any] = field(default_factory=dict)
    boundary: Boundary | None = None
    without_boundary: bool = False
    confirmed: Collection[str] = ()


@writing()
def save_parcel(draft: ParcelDraft, *, by: User, parcel: LandParcel | None = None) -> LandParcel:
    """Save a new parcel, or changes to `parcel`; its state changes only by its steps.

    Refuses areas outside the user's post, a responsible person without a post there, a malformed code, an
    outline outside the district or on another parcel. Asks (`Doubtful`) when the outline fits better in another
    coordinate system, and when its area differs from the typed one by more than a twentieth.
    """
    parcel = LandParcel(created_by=by) if parcel is None else locked(parcel)
    if parcel.state == ParcelState.VOIDED:
        raise WrongState("这个地块已作废，不能修改。")
    _check_people(draft, parcel, by)
    parcel.area = draft.area
    for name, value in draft.facts.items():
        setattr(parcel, name, value)
    parcel.area_m2 = area_in_m2(parcel.area_value, parcel.area_unit)
    if parcel.area_m2 >= LARGEST_M2:
        raise _in_field("area_value", f"面积 {parcel.quantity} 比一个省还大，请核对数字和单位。")
    if parcel.is_public and parcel.secrecy != Secrecy.PUBLIC:
        parcel.is_public = False
    _check_code(parcel)
    if draft.without_boundary:
        parcel.outline = None
    elif draft.boundary is not None:
        _check_boundary(draft, draft.boundary, parcel, by)
        parcel.outline = draft.boundary
    _ask_about_area(parcel, draft.confirmed)
    check_record(parcel, draft.facts)
    bust_public_cache()
    return saved(parcel)


def register_parcel(facts: dict[str, Any], *, area: Area, by: User, **outline: Any) -> LandParcel:
    """Save a new parcel; `outline` is what a draft holds of its boundary and of what was confirmed."""
    return save_parcel(ParcelDraft(area=area, facts=facts, **outline), by=by)


@writing()
def change_parcel(
    parcel: LandParcel, facts: dict[str, Any], *, by: User, area: Area | None = None, **outline: Any
) -> LandParcel:
    """Change what is named of a parcel; the rest stays."""
    locked(parcel)
    return save_parcel(ParcelDraft(area=area or parcel.area, facts=facts, **outline), by=by, parcel=parcel)


def _check_people(draft: ParcelDraft, parcel: LandParcel, by: User) -> None:
    below = by.reach("economy.save_parcel").below
    if draft.area.pk not in below or (parcel.pk and parcel.area_id not in below):
        raise NotPermitted(f"您的岗位不能登记“{draft.area}”的地块。")
    offering.check_responsible(
        draft.facts.get("responsible", parcel.responsible if parcel.pk else None),
        draft.area,
        "economy.view_landparcel",
        "这块地",
    )


def _check_code(parcel: LandParcel) -> None:
    if not parcel.parcel_code:
        return
    try:
        code = read_parcel_code(parcel.parcel_code)
    except InvalidInput as error:
        raise _in_field("parcel_code", error.message) from None
    parcel.parcel_code = str(code)
    county = parcel.area.code[:6]
    if code.county != county:
        raise _in_field("parcel_code", f"宗地代码前 6 位是 {code.county}，本区是 {county}，请核对。")
    if code.owner != "Z" and OWNER_LETTERS[parcel.owner_type] != code.owner:
        raise _in_field(
            "parcel_code", f"宗地代码第 13 位是 {code.owner}（{code.meaning[:4]}），与所选权属“{parcel.get_owner_type_display()}”不一致。"
        )  # fmt: skip
    same = LandParcel.objects.standing().filter(parcel_code=parcel.parcel_code).exclude(pk=parcel.pk)
    if same.exists():
        raise _in_field("parcel_code", "这个宗地代码已经登记过，一宗地只登记一次。")


def _check_boundary(draft: ParcelDraft, boundary: Boundary, parcel: LandParcel, by: User) -> None:
    # Outlines are checked one after the other: two drawn at once could otherwise lie on each other.
    in_turn("economy.parcel_outlines")
    district = boundary_around(draft.area)
    neighbours = parcels_around(boundary.box, other_than=parcel.pk)
    if "system" not in draft.confirmed:
        shift = _shift(boundary, district.shape if district else None, parcel)
        if shift:
            raise _ask_about_system(boundary, shift)
    if district:
        outside = outside_m2(boundary.shape, district.shape)
        if outside > boundary.area_m2 * OUTSIDE_TOLERANCE:
            raise _in_field("boundary", f"边界有 {outside:,.0f} 平方米（{outside / boundary.area_m2:.0%}）在“{district.name}”之外，请核对坐标和坐标系。")  # fmt: skip
    for other in neighbours:
        common = overlap_m2(boundary.shape, other.shape)
        if common:
            name = (
                f"地块“{other.name}”"
                if other.area_id in by.reach("economy.view_landparcel").below
                else "另一个街道的地块"
            )
            raise _in_field("boundary", f"边界与{name}重叠 {common:,.0f} 平方米，请核对是哪一块画错了。")


def _shift(boundary: Boundary, district: Any, parcel: LandParcel) -> Shift | None:
    around = parcels_around(boundary.box, other_than=parcel.pk, margin_m=800, most=40)
    return better_system(boundary, district=district, neighbours=[other.shape for other in around])


def _ask_about_system(boundary: Boundary, shift: Shift) -> Doubtful:
    message = (
        f"边界按 {boundary.declared.label} 看，与本区边界或相邻地块对不上；按 {shift.system.label} 看正好"
        f"（相差约 {shift.metres:.0f} 米）。坐标系是不是选错了？"
    )
    cure = f"选错了的，请把坐标系改成 {shift.system.label}；没有选错，请勾选“坐标系没有选错”后再保存"
    return Doubtful(message, [{"field": "boundary_system", "code": "system", "message": "坐标系可能选错了", "cure": cure}])  # fmt: skip


def _ask_about_area(parcel: LandParcel, confirmed: Collection[str]) -> None:
    if "area" in confirmed or parcel.measured_m2 is None or parcel.boundary is None:
        return
    measured, typed = Fraction(parcel.measured_m2), Fraction(parcel.area_m2)
    if abs(measured - typed) <= measured * AREA_TOLERANCE:
        return
    mu = half_up(measured * 3 / 2000, 2)
    raise Doubtful(
        f"填的面积是 {parcel.quantity}，按边界量出来是 {mu} 亩（{half_up(measured, 0)} 平方米），相差超过 5%。",
        [{"field": "area_value", "code": "area", "message": "面积与边界对不上",
          "cure": "请核对面积、单位和边界；确实以证载面积为准的，请勾选“面积没有填错”后再保存"}],
    )  # fmt: skip


def check_record(record: models.Model, names: Collection[str]) -> None:
    """Refuse what the model's fields and constraints do not allow, in their own words, field by field."""
    try:
        record.clean_fields(exclude=[field.name for field in record._meta.fields if field.name not in names])
        record.validate_constraints()
    except ValidationError as error:
        faults = [
            {"field": "" if name == NON_FIELD_ERRORS else name, "message": message}
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise InvalidInput(faults[0]["message"], faults) from None


def _in_field(name: str, message: str) -> InvalidInput:
    return InvalidInput(message, [{"field": name, "message": message}])


# The public layer and the review ----------------------------------------------------------------------


@writing()
def publish_parcel(parcel: LandParcel, *, by: User) -> None:
    """Put a parcel on the public layer; refuses what is not on offer, not public, or overdue for review."""
    offering.locked_for("economy.publish_parcel", parcel, by, "公开地块")
    if parcel.state not in ON_OFFER:
        raise WrongState(f"地块现在是“{parcel.get_state_display()}”，只有“净地可供”的才能公开招商。")
    offering.put_on_public_layer(parcel, "地块")


@writing()
def hide_parcel(parcel: LandParcel, *, by: User) -> None:
    """Take a parcel off the public layer."""
    offering.locked_for("economy.publish_parcel", parcel, by, "撤下地块")
    offering.leave_public_layer(parcel, by)


@writing()
def review_parcel(parcel: LandParcel, *, by: User, on: date | None = None) -> None:
    """Say that everything written here is still so; the next look is due half a year later."""
    offering.locked_for("economy.save_parcel", parcel, by, "复核地块")
    offering.look_again(parcel, on)


# Called by the flow -----------------------------------------------------------------------------------


def check_supplied(parcel: LandParcel) -> None:
    """Supplied land has a way it was supplied and a day by which work begins."""
    missing = [
        (name, label)
        for name, label in (("supply_method", "供地方式"), ("start_deadline", "约定动工日"))
        if not getattr(parcel, name)
    ]
    if missing:
        raise InvalidInput(
            f"还没有填{'、'.join(label for _, label in missing)}，请先修改地块再供地。",
            [{"field": name, "message": f"没有填{label}", "cure": "请先填写"} for name, label in missing],
        )


def check_idle(parcel: LandParcel) -> None:
    """Only what the rule calls idle is declared idle."""
    if parcel.idle_finding() is None:
        raise InvalidInput("按约定动工日和停工日期，这块地还不构成闲置；请核对日期，或者等满一年。")


def end_agreement(parcel: LandParcel, by: User) -> None:
    """Land taken back is free of what was agreed about it; the trail keeps what that was."""
    for name in ("supplied_on", "start_deadline", "started_on", "stopped_on", "land_price_wan"):
        setattr(parcel, name, None)
    parcel.supply_method = ""
    saved(parcel)
