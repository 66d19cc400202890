"""What the API is given for a parcel."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework import serializers

from economy.parcels.actions import ParcelDraft
from economy.parcels.models import AREA_UNITS, LandUseCode, OwnerType, SupplyMethod
from economy.places.models import SYSTEMS, Secrecy
from portal.accounts.models import Area, User
from portal.api.fields import VisibleRelatedField, lines
from portal.api.inputs import Input
from portal.errors import InvalidInput
from portal.geometry import read_boundary


class AmountInput(serializers.DecimalField):
    """A number from 0, as text or number; null is missing, never zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **{"max_digits": 14, "decimal_places": 4, **kwargs})


class MaybeAmountInput(AmountInput):
    """The same, which need not be given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, default=None, **kwargs)


class DayInput(serializers.DateField):
    """A day that need not be given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, default=None, **kwargs)


class LandUseField(serializers.SlugRelatedField):
    """A land use named by its code."""

    default_error_messages = {
        "does_not_exist": "没有代码为 {value} 的用地性质。",
        "invalid": "应为用地代码。",
    }

    def to_internal_value(self, data: Any) -> LandUseCode:
        """The land use; refuses what is no short text."""
        if not isinstance(data, str) or not data.isascii() or "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class ParcelInput(Input):
    """A parcel; `boundary` is GeoJSON in `boundary_system`, `confirmed` answers questions with yes."""

    name = serializers.CharField(max_length=80, help_text="地块名称")
    parcel_code = serializers.CharField(
        default="", allow_blank=True, max_length=40, help_text="宗地代码，19 位"
    )
    area = VisibleRelatedField(queryset=Area.objects.all(), help_text="区域编号")
    address = serializers.CharField(default="", allow_blank=True, max_length=120, help_text="位置")
    land_use = LandUseField(
        slug_field="code", queryset=LandUseCode.objects.all(), help_text="用地代码，例如 1001"
    )
    planned_use = serializers.CharField(default="", allow_blank=True, max_length=80, help_text="规划用途")
    area_value = AmountInput(help_text="面积")
    area_unit = serializers.ChoiceField(choices=AREA_UNITS, help_text="面积单位")
    boundary = serializers.JSONField(default=None, allow_null=True, help_text="边界，GeoJSON 的面")
    boundary_system = serializers.ChoiceField(choices=SYSTEMS, default="wgs84", help_text="边界的坐标系")
    latitude_first = serializers.BooleanField(default=False, help_text="坐标是纬度在前")
    confirmed = serializers.ListField(
        child=serializers.ChoiceField(choices=[("area", "面积没有填错"), ("system", "坐标系没有选错")]),
        default=list, help_text="已经确认的疑问",
    )  # fmt: skip
    plot_ratio = MaybeAmountInput(max_digits=5, decimal_places=2, help_text="容积率")
    building_density_pct = MaybeAmountInput(max_digits=5, decimal_places=2, help_text="建筑密度 %")
    green_ratio_pct = MaybeAmountInput(max_digits=5, decimal_places=2, help_text="绿地率 %")
    height_limit_m = MaybeAmountInput(max_digits=6, decimal_places=2, help_text="限高，米")
    owner_type = serializers.ChoiceField(choices=OwnerType.choices, default="state", help_text="权属")
    supply_method = serializers.ChoiceField(
        choices=SupplyMethod.choices, default="", allow_blank=True, help_text="供地方式"
    )
    start_deadline = DayInput(help_text="约定动工日")
    stopped_on = DayInput(help_text="停工日期")
    built_pct = MaybeAmountInput(max_digits=5, decimal_places=2, help_text="已建面积占比 %")
    delayed_by_government = serializers.BooleanField(default=False, help_text="因政府原因延迟")
    land_price_wan = MaybeAmountInput(help_text="土地价款，万元")
    planned_investment_wan = MaybeAmountInput(help_text="计划投资，万元")
    invested_wan = MaybeAmountInput(help_text="已投资，万元")
    tax_wan = MaybeAmountInput(help_text="年税收，万元")
    tax_year = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1990, max_value=2100, help_text="税收年度"
    )
    responsible = VisibleRelatedField(
        queryset=User.objects.all(), required=False, help_text="负责人编号，不写就是自己"
    )
    review_by = serializers.DateField(help_text="复核期限")
    secrecy = serializers.ChoiceField(choices=Secrecy.choices, default="internal", help_text="密级")
    note = lines(2000, "说明", default="")


OUTLINE = ("boundary", "boundary_system", "latitude_first", "confirmed", "area")


def draft_of(data: dict[str, Any], by: User) -> ParcelDraft:
    """What was sent, as a parcel to be saved; the outline is read and refused in its own words."""
    facts = {name: value for name, value in data.items() if name not in OUTLINE}
    boundary = None
    if data["boundary"] is not None:
        try:
            text = orjson.dumps(data["boundary"])
        except TypeError:
            raise InvalidInput("边界里的数字过大，请核对。") from None
        boundary = read_boundary(text, system=data["boundary_system"], latitude_first=data["latitude_first"])
    facts.setdefault("responsible", by)
    return ParcelDraft(area=data["area"], facts=facts, boundary=boundary, confirmed=data["confirmed"])
