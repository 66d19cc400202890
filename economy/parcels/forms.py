"""The form a parcel is registered by: its outline drawn, uploaded or typed; doubts come back as boxes to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from economy.parcels.actions import Doubtful, ParcelDraft
from economy.parcels.models import AREA_UNITS, LandParcel, LandUseCode, OwnerType, SupplyMethod
from economy.parcels.queries import people_for
from economy.places.models import SYSTEMS, Secrecy
from economy.projects.models import Project
from portal.accounts.models import Area
from portal.errors import InvalidInput
from portal.figures.exact import plain
from portal.figures.number import parse_number
from portal.geometry import Boundary, InvalidBoundary, read_boundary
from portal.geometry.reading import MOST_BYTES
from portal.site.filters import PickedDate

CONFIRMATIONS = {"area": "面积没有填错，以证载面积为准", "system": "坐标系没有选错"}


class AmountField(forms.CharField):
    """A number from 0 as people write it (1,200.5; full-width digits); empty is missing, never zero."""

    def __init__(self, *, places: int = 4, most: int = 10, required: bool = False, **kwargs: Any) -> None:
        self.places, self.most = places, most
        super().__init__(
            required=required, max_length=30, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """The number; refuses negative ones, too many digits, and what is none."""
        try:
            number = parse_number(super().clean(value))
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error
        if number is None and self.required:
            raise forms.ValidationError(f"没有填{self.label}。")
        if number is None:
            return None
        if number < 0:
            raise forms.ValidationError("不能是负数。")
        if number >= 10**self.most:
            raise forms.ValidationError("数字过大，请核对单位。")
        if number != round(number, self.places):
            raise forms.ValidationError(f"最多写 {self.places} 位小数。")
        return number


class DayField(forms.DateField):
    """One day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=kwargs.pop("required", False), widget=PickedDate(), **kwargs)


class ParcelForm(forms.Form):
    """A parcel's facts and outline."""

    name = forms.CharField(label="地块名称", max_length=80)
    parcel_code = forms.CharField(
        label="宗地代码",
        max_length=40,
        required=False,
        help_text="不动产权证上的 19 位代码；还没有的先空着。",
    )
    area = forms.ModelChoiceField(Area.objects.none(), label="所属区域", empty_label="请选择")
    address = forms.CharField(label="位置", max_length=120, required=False, help_text="四至或门牌，看不到地图的人靠它找。")  # fmt: skip
    land_use = forms.ModelChoiceField(
        LandUseCode.objects.order_by("code"), label="用地性质", empty_label="请选择"
    )
    planned_use = forms.CharField(label="规划用途", max_length=80, required=False)
    area_value = AmountField(label="面积", required=True)
    area_unit = forms.ChoiceField(label="面积单位", choices=AREA_UNITS)
    boundary_text = forms.CharField(
        label="边界",
        required=False,
        widget=forms.Textarea({"rows": 6, "data-boundary": "", "spellcheck": "false"}),
        help_text="在图上点，或者每行写一个顶点：经度,纬度；也可以粘贴 GeoJSON。最后一点不用重复第一点。",
    )
    boundary_file = forms.FileField(
        label="上传边界文件",
        required=False,
        help_text="GeoJSON 文件（.geojson、.json），最多 4 MB、10,000 个顶点。",
        widget=forms.ClearableFileInput({"accept": ".geojson,.json,application/geo+json"}),
    )
    boundary_system = forms.ChoiceField(
        label="边界的坐标系",
        required=False,
        choices=[("", "请选择"), *SYSTEMS],
        help_text="坐标从哪里来就选哪个；从高德、腾讯地图描的选 GCJ-02，从百度地图描的选 BD-09。",
    )
    latitude_first = forms.BooleanField(label="纬度在前", required=False)
    without_boundary = forms.BooleanField(label="去掉现在的边界", required=False)
    plot_ratio = AmountField(label="容积率", places=2, most=3)
    building_density_pct = AmountField(label="建筑密度（%）", places=2, most=3)
    green_ratio_pct = AmountField(label="绿地率（%）", places=2, most=3)
    height_limit_m = AmountField(label="限高（米）", places=2, most=4, help_text="有机场净空要求的按净空填。")
    owner_type = forms.ChoiceField(label="权属", choices=OwnerType.choices)
    supply_method = forms.ChoiceField(
        label="供地方式", choices=[("", "还没有供地"), *SupplyMethod.choices], required=False
    )
    start_deadline = DayField(label="约定动工日", help_text="出让合同或划拨决定书上的日期，闲置按它推算。")
    stopped_on = DayField(label="停工日期", help_text="已动工又停下的填写。")
    built_pct = AmountField(label="已建面积占比（%）", places=2, most=3)
    delayed_by_government = forms.BooleanField(
        label="延迟动工是政府原因造成的",
        required=False,
        help_text="因规划调整、未按时交地等；这种情况不收闲置费。",
    )
    project = forms.CharField(
        label="落地项目",
        max_length=120,
        required=False,
        help_text="写项目编号或完整名称；还没有项目的空着。",
    )
    land_price_wan = AmountField(label="土地价款（万元）")
    planned_investment_wan = AmountField(label="计划投资（万元）")
    invested_wan = AmountField(label="已投资（万元）")
    tax_wan = AmountField(label="年税收（万元）")
    tax_year = forms.IntegerField(label="税收年度", required=False, min_value=1990, max_value=2100)
    responsible = forms.ModelChoiceField(None, label="负责人", empty_label="请选择")
    review_by = DayField(
        label="复核期限", required=True, help_text="到这一天之前要再核对一次；过期的会提示。"
    )
    secrecy = forms.ChoiceField(
        label="密级",
        initial=Secrecy.INTERNAL,
        choices=Secrecy.choices,
        help_text="只有“公开”的地块才能由负责人公开招商。",
    )
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    OUTLINE = ("boundary_text", "boundary_file", "boundary_system", "latitude_first", "without_boundary")

    def __init__(self, *args: Any, user: Any, parcel: LandParcel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boundary: Boundary | None = None
        self.projects = Project.objects.visible_to(user).entered()
        below = user.reach("economy.save_parcel").below
        self.fields["area"].queryset = (
            Area.objects.filter(pk__in=below).exclude(kind="grid").defer("boundary")
        )
        self.fields["responsible"].queryset = people_for(user, "economy.save_parcel")
        if parcel is None or parcel.boundary is None:
            del self.fields["without_boundary"]
        else:
            self.fields["boundary_text"].help_text += "空着就保留现在的边界。"
        for code in CONFIRMATIONS:
            if self.data.get(f"confirm_{code}"):
                self._add_confirmation(code)

    def clean_project(self) -> Project | None:
        """The project of this code or name; refuses what is none, or several."""
        text = self.cleaned_data["project"].strip()
        if not text:
            return None
        found = list(self.projects.filter(Q(code=text) | Q(name=text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                "有几个项目同名，请改写项目编号。"
                if found
                else f"没有叫“{text[:40]}”的项目，请核对，或者先登记项目。"
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Read the outline; its own field carries the refusal."""
        data = super().clean()
        given = data.get("boundary_file") or (data.get("boundary_text") or "").strip()
        if not given or "boundary_file" in self.errors:
            return data
        if not data.get("boundary_system"):
            self.add_error("boundary_system", "请选择边界的坐标系，否则位置会差几百米。")
            return data
        try:
            self.boundary = read_boundary(
                _content(given),
                system=data["boundary_system"],
                latitude_first=data.get("latitude_first", False),
            )
        except InvalidBoundary as refusal:
            self.add_error("boundary_file" if data.get("boundary_file") else "boundary_text", refusal.message)
        return data

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the outline when it was read."""
        return self.boundary.notes if self.boundary else ()

    def draft(self) -> ParcelDraft:
        """What was entered, to be saved."""
        facts = {name: value for name, value in self.cleaned_data.items()
                 if name not in (*self.OUTLINE, "area") and not name.startswith("confirm_")}  # fmt: skip
        return ParcelDraft(
            area=self.cleaned_data["area"],
            facts=facts,
            boundary=self.boundary,
            without_boundary=self.cleaned_data.get("without_boundary", False),
            confirmed=[code for code in CONFIRMATIONS if self.cleaned_data.get(f"confirm_{code}")],
        )

    def ask(self, doubt: Doubtful) -> None:
        """Turn a question into a box to tick beside what it is about."""
        for error in doubt.errors:
            self._add_confirmation(error["code"])
            self.add_error(f"confirm_{error['code']}", f"{doubt.message}{error['cure']}。")

    def refuse(self, refusal: InvalidInput) -> None:
        """Put a refusal beside the field it is about."""
        named = [error for error in refusal.errors if error.get("field")]
        for error in named:
            field = {"boundary": "boundary_text"}.get(error["field"], error["field"])
            self.add_error(field if field in self.fields else None, error["message"])
        if not named:
            self.add_error(None, refusal.message)

    def _add_confirmation(self, code: str) -> None:
        self.fields[f"confirm_{code}"] = forms.BooleanField(label=CONFIRMATIONS[code], required=False)


def _content(given: Any) -> str | bytes:
    """What was typed, or the uploaded file as far as it may be read."""
    return given if isinstance(given, str) else given.read(MOST_BYTES + 1)


def initial_of(parcel: LandParcel) -> dict[str, Any]:
    """The form's values for a parcel that exists; the outline is kept unless a new one is given."""
    names = [name for name in ParcelForm.base_fields if name not in ParcelForm.OUTLINE]
    values = {name: getattr(parcel, name) for name in names}
    numbers = [name for name, field in ParcelForm.base_fields.items() if isinstance(field, AmountField)]
    values |= {name: "" if values[name] is None else plain(values[name].normalize()) for name in numbers}
    return {
        **values,
        "project": parcel.project.name if parcel.project else "",
        "area": parcel.area_id,
        "land_use": parcel.land_use_id,
        "responsible": parcel.responsible_id,
    }
