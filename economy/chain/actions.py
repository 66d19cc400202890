"""Keeping the map of industry chains and the list of enterprises the street courts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from economy.chain.models import TargetEnterprise
from economy.parcels.actions import check_record
from portal.errors import InvalidInput, NotPermitted
from portal.writing import locked, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import User


@writing()
def change_target_enterprise(
    target: TargetEnterprise, facts: Mapping[str, Any], *, by: User
) -> TargetEnterprise:
    """Change what is named of an enterprise to be courted; the rest stays."""
    locked(target)
    kept = {"link": target.link, "responsible": target.responsible}
    return save_target_enterprise({**kept, **facts}, by=by, target=target)


@writing()
def save_target_enterprise(
    facts: Mapping[str, Any], *, by: User, target: TargetEnterprise | None = None
) -> TargetEnterprise:
    """Save an enterprise to be courted; refuses links of other offices and people without a post there."""
    target = TargetEnterprise(created_by=by) if target is None else locked(target)
    permission = "economy.change_targetenterprise"
    link = facts["link"]
    if not by.has_perm(permission, link) or (target.pk and not by.has_perm(permission, target)):
        raise NotPermitted(f"您的岗位不能登记“{link}”的目标企业。")
    if link.area_id not in facts["responsible"].reach("economy.view_targetenterprise").below:
        sentence = f"{facts['responsible']}看不到目标企业，不能做负责人。"
        raise InvalidInput.at("responsible", "负责人没有招商岗位", "请换一位同事", sentence)
    for name, value in facts.items():
        setattr(target, name, value)
    check_record(target, facts)
    return saved(target)
