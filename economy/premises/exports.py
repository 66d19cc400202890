"""Carriers as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import NullIf

from economy.premises.filters import CarrierFilter
from economy.premises.models import IndustrialCarrier
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User
from economy.parcels.exports import RATE


class CarrierExport(Export):
    """Every carrier with its floor areas and who moved in."""

    name = "economy.carriers"
    title = "产业载体"
    permission = "economy.export_industrialcarrier"
    model = IndustrialCarrier
    filterset = CarrierFilter
    columns = (
        Column("name", "载体名称"),
        Column("kind", "类别"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "区域", "area__name"),
        Column("address", "地址"),
        Column("operator", "运营单位"),
        Column("parcel", "所在地块", "parcel__name"),
        Column("floor_count", "层数"),
        Column("floor_area_total_m2", "总建筑面积（平方米）"),
        Column("leased_m2", "已租售面积（平方米）"),
        Column(
            "occupancy_pct", "入驻率%",
            ExpressionWrapper(F("leased_m2") * 100 / NullIf(F("floor_area_total_m2"), Value(0)), RATE),
            kind="decimal", places=2,
        ),
        Column("tenant_count", "入驻企业（家）"),
        Column("tax_wan", "年税收（万元）"),
        Column("tax_year", "税收年度"),
        Column("responsible", "负责人", "responsible__full_name"),
        Column("review_by", "复核期限"),
        Column("secrecy", "密级"),
        Column("is_public", "公开招商"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )  # fmt: skip

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
