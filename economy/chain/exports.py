"""Courted enterprises as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from economy.chain.models import TargetEnterprise
from portal.exchange.outgoing import Column, Export

if TYPE_CHECKING:
    pass


class TargetEnterpriseExport(Export):
    """The enterprises the street courts."""

    name = "economy.target_enterprises"
    title = "目标企业"
    permission = "economy.export_targetenterprise"
    model = TargetEnterprise
    filters = {"status": ["exact"]}
    columns = (
        Column("name", "企业名称"),
        Column("chain", "产业链", "link__chain"),
        Column("link", "环节", "link__name"),
        Column("link_status", "环节现状", "link__status"),
        Column("region", "所在地"),
        Column("status", "进展"),
        Column("reason", "为什么找它"),
        Column("next_step", "下一步"),
        Column("next_on", "下一步期限"),
        Column("responsible", "负责人", "responsible__full_name"),
        Column("is_illustrative", "示例数据"),
    )
