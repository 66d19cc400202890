"""Saving carriers and their premises; a carrier's totals follow from its premises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils import timezone

from economy.parcels.actions import REVIEW_MONTHS, check_record
from economy.places.models import Secrecy
from economy.premises.models import IndustrialCarrier, Premises
from portal.clock.deadlines import add_months
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.figures.exact import plain
from portal.site.public_cache import bust_public_cache
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User


@writing()
def save_carrier(facts: Mapping[str, Any], *, area: Area, by: User,
                 carrier: IndustrialCarrier | None = None) -> IndustrialCarrier:  # fmt: skip
    """Save a new carrier or changes to one; refuses areas outside the post, and totals that cannot be.

    What is leased and who moved in is typed only while no premises are registered; then it is their sum.
    """
    carrier = IndustrialCarrier(created_by=by) if carrier is None else locked(carrier)
    below = by.reach("economy.save_carrier").below
    if area.pk not in below or (carrier.pk and carrier.area_id not in below):
        raise NotPermitted(f"您的岗位不能登记“{area}”的载体。")
    responsible = facts.get("responsible")
    if responsible and area.pk not in responsible.reach("economy.view_industrialcarrier").below:
        raise InvalidInput(
            f"{responsible}在“{area}”没有岗位，不能做这个载体的负责人。",
            [{"field": "responsible", "message": "负责人不管这个区域", "cure": "请换一位在这里有岗位的同事"}],
        )
    carrier.area = area
    for name, value in facts.items():
        setattr(carrier, name, value)
    if carrier.is_public and carrier.secrecy != Secrecy.PUBLIC:
        carrier.is_public = False
    if carrier.pk:
        _sum_up(carrier)
    check_record(carrier, facts)
    bust_public_cache()
    return saved(carrier)


@writing()
def change_carrier(
    carrier: IndustrialCarrier, facts: Mapping[str, Any], *, by: User, area: Area | None = None
) -> IndustrialCarrier:
    """Change what is named of a carrier; the rest stays."""
    locked(carrier)
    return save_carrier(facts, area=area or carrier.area, by=by, carrier=carrier)


@writing()
def save_premises(facts: Mapping[str, Any], *, carrier: IndustrialCarrier, by: User,
                  premises: Premises | None = None) -> Premises:  # fmt: skip
    """Save a floor or unit of a carrier and bring the carrier's totals up to date.

    Refuses more floor area than the carrier has in all.
    """
    locked(carrier)
    if not by.has_perm("economy.save_carrier", carrier):
        raise NotPermitted("您的岗位不能登记这个载体的楼层。")
    premises = Premises(carrier=carrier, created_by=by) if premises is None else locked(premises)
    for name, value in facts.items():
        setattr(premises, name, value)
    check_record(premises, facts)
    saved(premises)
    total = _sum_up(carrier)
    if total > carrier.floor_area_total_m2:
        raise InvalidInput(
            f"各层面积合计 {plain(total.normalize())} 平方米，超过总建筑面积 {plain(carrier.floor_area_total_m2.normalize())} 平方米。",
            [{"field": "floor_area_m2", "message": "超过总建筑面积", "cure": "请核对这一层，或者先改总建筑面积"}],
        )  # fmt: skip
    saved(carrier)
    bust_public_cache()
    return premises


def record_premises(carrier: IndustrialCarrier, facts: Mapping[str, Any], *, by: User) -> Premises:
    """Register a floor or unit of a carrier."""
    return save_premises(facts, carrier=carrier, by=by)


@writing()
def change_premises(premises: Premises, facts: Mapping[str, Any], *, by: User) -> Premises:
    """Change what is named of a floor; the rest stays."""
    locked(premises)
    return save_premises(facts, carrier=premises.carrier, by=by, premises=premises)


def _sum_up(carrier: IndustrialCarrier) -> Any:
    """Take over what the premises hold, when there are any; returns their floor area."""
    sums = carrier.premises.aggregate(
        total=Sum("floor_area_m2"), leased=Sum("leased_m2"), tenants=Sum("tenant_count")
    )
    if sums["total"] is None:
        return 0
    carrier.leased_m2, carrier.tenant_count = sums["leased"], sums["tenants"]
    return sums["total"]


@writing()
def publish_carrier(carrier: IndustrialCarrier, *, by: User) -> None:
    """Put a carrier on the public layer; refuses what is full, internal, or overdue for review."""
    _require("economy.publish_carrier", carrier, by, "公开载体")
    if carrier.free_m2 <= 0:
        raise WrongState("这个载体已经租满，没有可以招商的面积。")
    if carrier.secrecy != Secrecy.PUBLIC:
        raise InvalidInput("这个载体的密级是“内部”，不能公开；确可公开的，请先修改密级。")
    if carrier.is_stale():
        raise InvalidInput(f"复核期限 {carrier.review_by} 已过，请先复核再公开。")
    carrier.is_public, carrier.published_at = True, timezone.now()
    saved(carrier)
    bust_public_cache()


@writing()
def hide_carrier(carrier: IndustrialCarrier, *, by: User) -> None:
    """Take a carrier off the public layer."""
    _require("economy.publish_carrier", carrier, by, "撤下载体")
    carrier.is_public = False
    saved(carrier)
    bust_public_cache()


@writing()
def review_carrier(carrier: IndustrialCarrier, *, by: User) -> None:
    """Say that everything written here is still so; the next look is due half a year later."""
    _require("economy.save_carrier", carrier, by, "复核载体")
    carrier.review_by = add_months(timezone.localdate(), REVIEW_MONTHS)
    saved(carrier)


def _require(permission: str, carrier: IndustrialCarrier, by: User, what: str) -> None:
    locked(carrier)
    if not by.has_perm(permission, carrier):
        raise NotPermitted(f"您的岗位不能{what}。")
