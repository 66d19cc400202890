"""The forms a cluster is kept by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from economy.clusters.models import ClusterRole, IndustryCluster
from governance.enterprises.models import Enterprise
from governance.enterprises.queries import enterprises_named
from portal.accounts.models import Area
from portal.errors import Refusal
from portal.exchange.intake.kinds import Day
from portal.site.fields import WanField
from portal.site.filters import PickedDate


class ClusterForm(forms.Form):
    """What is kept of a cluster."""

    area = forms.ModelChoiceField(Area.objects.none(), label="所属区域", empty_label="请选择")
    name = forms.CharField(label="集群名称", max_length=60, help_text="例如：保险金融产业集群。")
    lead_chain = forms.CharField(label="主导产业链", max_length=100, required=False)
    target_output = WanField(label="目标产值（万元）", help_text="没有目标就空着。")
    target_year = forms.IntegerField(label="目标年度", min_value=1990, max_value=2100, required=False)
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, user: Any, cluster: IndustryCluster | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cluster is not None:
            del self.fields["area"]
            return
        reach = user.reach("economy.add_industrycluster").below
        self.fields["area"].queryset = Area.objects.in_force().filter(pk__in=reach).defer("boundary")

    def clean_target_output(self) -> Any:
        """Nothing, or more than nothing."""
        value = self.cleaned_data["target_output"]
        if value is not None and value <= 0:
            raise forms.ValidationError("目标产值应大于零，没有目标就空着。")
        return value


class PartialDayField(forms.CharField):
    """A day as far as it is known: 2018-03-15, 2018.3 or 2017年; cleaned to the day and its precision."""

    def clean(self, value: Any) -> tuple[date, str] | None:
        """The day, and whether it is known to the day, the month or the year."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = Day().read(text, None, None)
        except Refusal as refusal:
            cure = getattr(refusal, "cure", "")
            raise forms.ValidationError(
                f"{refusal.message}，{cure}。" if cure else refusal.message
            ) from refusal
        return found.day, found.precision


class JoinForm(forms.Form):
    """An enterprise of the register joins."""

    enterprise = forms.CharField(
        label="企业",
        max_length=120,
        help_text="写名录里的全称、简称或统一社会信用代码；写其中几个字，只有一家符合也可以。",
    )
    role = forms.ChoiceField(label="角色", choices=ClusterRole.choices, initial=ClusterRole.CORE)
    joined_on = PartialDayField(
        label="加入日期",
        max_length=20,
        help_text="例如 2018-03-15；只知道月份或年份的，写 2018年3月 或 2017年，按那个月、那一年的最后一天起算。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, cluster: IndustryCluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.cluster = user, cluster

    def clean_enterprise(self) -> Enterprise:
        """The one enterprise of the register that answers to the words; refuses none and several."""
        text = self.cleaned_data["enterprise"]
        found = enterprises_named(text, area=self.cluster.area, user=self.user)
        if not found:
            raise forms.ValidationError(
                f"名录里没有“{text}”，请写全称或信用代码；还没有登记的，请先在企业名录里登记。"
            )
        if len(found) > 1:
            names = "、".join(f"{one}（{one.uscc or '无代码'}）" for one in found[:3])
            raise forms.ValidationError(f"有 {len(found)} 家企业叫“{text}”：{names}，请改写信用代码。")
        return found[0]


class LeaveForm(forms.Form):
    """A member leaves."""

    left_on = forms.DateField(
        label="退出日期", widget=PickedDate, initial=timezone.localdate, help_text="不再是成员的第一天。",
        error_messages={"invalid": "日期应形如 2018-03-01。"},
    )  # fmt: skip
    reason = forms.CharField(label="退出原因", max_length=200, help_text="例如：迁出本区、转产。")
