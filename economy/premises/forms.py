"""The forms of carriers and their premises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from economy.parcels.forms import AmountField, DayField
from economy.parcels.models import LandParcel
from economy.parcels.queries import people_for
from economy.places.models import Secrecy
from economy.premises.models import CarrierKind, IndustrialCarrier, Premises
from portal.accounts.models import Area
from portal.errors import InvalidInput
from portal.figures.exact import plain


class Refusing:
    """Puts a refusal beside the field it is about."""

    def refuse(self: Any, refusal: InvalidInput) -> None:
        """The refusal's sentences, each where it belongs."""
        for error in refusal.errors or [{"message": refusal.message}]:
            field = error.get("field") if error.get("field") in self.fields else None
            self.add_error(
                field, f"{refusal.message}{error['cure']}。" if "cure" in error else error["message"]
            )


class CarrierForm(Refusing, forms.Form):
    """A carrier's facts."""

    name = forms.CharField(label="载体名称", max_length=80)
    kind = forms.ChoiceField(label="类别", choices=CarrierKind.choices)
    area = forms.ModelChoiceField(Area.objects.none(), label="所属区域", empty_label="请选择")
    address = forms.CharField(label="地址", max_length=120, required=False)
    operator = forms.CharField(label="运营单位", max_length=80, required=False)
    parcel = forms.CharField(
        label="所在地块",
        max_length=80,
        required=False,
        help_text="写地块的宗地代码或完整名称；没有登记的空着。",
    )
    floor_count = forms.IntegerField(label="层数", required=False, min_value=1, max_value=200)
    floor_area_total_m2 = AmountField(label="总建筑面积（平方米）", places=2, required=True)
    leased_m2 = AmountField(
        label="已租售面积（平方米）", places=2, help_text="登记了楼层的，按楼层合计，这里填的不算。"
    )
    tenant_count = forms.IntegerField(label="入驻企业（家）", required=False, min_value=0, max_value=100_000)
    tax_wan = AmountField(label="年税收（万元）")
    tax_year = forms.IntegerField(label="税收年度", required=False, min_value=1990, max_value=2100)
    lon = forms.FloatField(label="经度（WGS-84）", required=False, min_value=73, max_value=136)
    lat = forms.FloatField(label="纬度（WGS-84）", required=False, min_value=3, max_value=54)
    responsible = forms.ModelChoiceField(None, label="负责人", empty_label="请选择")
    review_by = DayField(label="复核期限", required=True)
    secrecy = forms.ChoiceField(label="密级", initial=Secrecy.INTERNAL, choices=Secrecy.choices)
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = user.reach("economy.save_carrier").below
        self.fields["area"].queryset = (
            Area.objects.filter(pk__in=below).exclude(kind="grid").defer("boundary")
        )
        self.fields["responsible"].queryset = people_for(user, "economy.save_carrier")
        self.parcels = LandParcel.objects.visible_to(user).standing()

    def clean_parcel(self) -> LandParcel | None:
        """The parcel of this code or name; refuses what is none, or several."""
        text = self.cleaned_data["parcel"].strip()
        if not text:
            return None
        found = list(self.parcels.filter(Q(parcel_code=text.upper()) | Q(name=text)).only("name")[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                "有几块地同名，请改写宗地代码。"
                if found
                else f"没有叫“{text[:40]}”的地块，请核对，或者先登记地块。"
            )
        return found[0]

    def facts(self) -> dict[str, Any]:
        """The fields to be saved, without the area."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "area"}
        return {**data, "leased_m2": data["leased_m2"] or 0, "tenant_count": data["tenant_count"] or 0}


class PremisesForm(Refusing, forms.Form):
    """One floor or unit."""

    floor = forms.IntegerField(label="楼层", min_value=-10, max_value=200, help_text="地下一层写 -1。")
    unit = forms.CharField(
        label="单元", max_length=20, required=False, help_text="一层分几处的，写房号或区号。"
    )
    floor_area_m2 = AmountField(label="建筑面积（平方米）", places=2, required=True)
    leased_m2 = AmountField(label="已租售面积（平方米）", places=2)
    tenant_count = forms.IntegerField(label="入驻企业（家）", required=False, min_value=0, max_value=10_000)
    rent_yuan = AmountField(label="参考租金（元/平方米·月）", places=2, most=6)
    note = forms.CharField(label="说明", required=False, max_length=200)

    def facts(self) -> dict[str, Any]:
        """The fields to be saved."""
        data = self.cleaned_data
        return {**data, "leased_m2": data["leased_m2"] or 0, "tenant_count": data["tenant_count"] or 0}


def initial_of(form: type[forms.Form], record: IndustrialCarrier | Premises) -> dict[str, Any]:
    """The form's values for what is registered already."""
    values = {}
    for name, field in form.base_fields.items():
        value = (
            record.parcel.name
            if name == "parcel" and record.parcel
            else getattr(record, f"{name}_id", getattr(record, name))
        )
        values[name] = plain(value.normalize()) if isinstance(field, AmountField) and value else value
    return values
