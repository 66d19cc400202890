"""Parcels, carriers and target enterprises as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import NullIf

from economy.parcels.filters import ParcelFilter
from economy.parcels.models import LandParcel
from portal.exchange.outgoing import Column, Export
from portal.scoping import view_permission
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.accounts.models import User


RATE = DecimalField(max_digits=20, decimal_places=6)


def _per_mu(name: str) -> ExpressionWrapper:
    """万元 per 亩: the area is kept in square metres, 2000/3 of them to one."""
    return ExpressionWrapper(F(name) * Value(2000) / NullIf(F("area_m2") * 3, Value(0)), RATE)


class ParcelExport(Export):
    """Every parcel with its area as typed and in square metres, its money, and where it stands."""

    name = "economy.parcels"
    title = "地块"
    permission = "economy.export_landparcel"
    model = LandParcel
    filterset = ParcelFilter
    columns = (
        Column("name", "地块名称"),
        Column("parcel_code", "宗地代码", kind="code"),
        Column("state", "状态"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "区域", "area__name"),
        Column("address", "位置"),
        Column("land_use_code", "用地代码", "land_use__code", kind="code"),
        Column("land_use", "用地性质", "land_use__name"),
        Column("planned_use", "规划用途"),
        Column("area_value", "面积"),
        Column("area_unit", "面积单位"),
        Column("area_m2", "面积（平方米）"),
        Column("measured_m2", "按边界量算（平方米）"),
        Column("plot_ratio", "容积率"),
        Column("building_density_pct", "建筑密度%"),
        Column("green_ratio_pct", "绿地率%"),
        Column("height_limit_m", "限高（米）"),
        Column("owner_type", "权属"),
        Column("supply_method", "供地方式"),
        Column("supplied_on", "供地日期"),
        Column("start_deadline", "约定动工日"),
        Column("started_on", "实际动工日"),
        Column("stopped_on", "停工日期"),
        Column("completed_on", "建成日期"),
        Column("land_price_wan", "土地价款（万元）"),
        Column("planned_investment_wan", "计划投资（万元）"),
        Column("invested_wan", "已投资（万元）"),
        Column("investment_per_mu", "投资强度（万元/亩）", _per_mu("invested_wan"), kind="decimal", places=2),
        Column("tax_wan", "年税收（万元）"),
        Column("tax_year", "税收年度"),
        Column("tax_per_mu", "亩均税收（万元/亩）", _per_mu("tax_wan"), kind="decimal", places=2),
        Column("responsible", "负责人", "responsible__full_name"),
        Column("review_by", "复核期限"),
        Column("secrecy", "密级"),
        Column("is_public", "公开招商"),
        Column("boundary_system", "边界原坐标系"),
        Column("lon", "中心经度（WGS-84）"),
        Column("lat", "中心纬度（WGS-84）"),
        Column("note", "说明"),
        Column("is_illustrative", "示例数据"),
    )

    def search(self, rows: QuerySet, text: str, user: User) -> QuerySet:
        """What the list page finds."""
        return search(rows, text, areas=user.reach(view_permission(self.model)).below)
