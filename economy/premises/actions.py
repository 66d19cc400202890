"""Saving carriers and their premises; a carrier's totals follow from its premises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from economy.parcels.actions import check_record
from economy.places import offering
from economy.places.models import Secrecy
from economy.premises.models import IndustrialCarrier, Premises
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
    offering.check_responsible(
        facts.get("responsible", carrier.responsible if carrier.pk else None),
        area,
        "economy.view_industrialcarrier",
        "这个载体",
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
        sum_, whole = plain(total.normalize()), plain(carrier.floor_area_total_m2.normalize())
        raise InvalidInput.at(
            "floor_area_m2", "超过总建筑面积", "请核对这一层，或者先改总建筑面积",
            f"各层面积合计 {sum_} 平方米，超过总建筑面积 {whole} 平方米。",
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
    offering.locked_for("economy.publish_carrier", carrier, by, "公开载体")
    if carrier.free_m2 <= 0:
        raise WrongState("这个载体已经租满，没有可以招商的面积。")
    offering.put_on_public_layer(carrier, "载体")


@writing()
def hide_carrier(carrier: IndustrialCarrier, *, by: User) -> None:
    """Take a carrier off the public layer."""
    offering.locked_for("economy.publish_carrier", carrier, by, "撤下载体")
    offering.leave_public_layer(carrier, by)


@writing()
def review_carrier(carrier: IndustrialCarrier, *, by: User) -> None:
    """Say that everything written here is still so; the next look is due half a year later."""
    offering.locked_for("economy.save_carrier", carrier, by, "复核载体")
    offering.look_again(carrier)
