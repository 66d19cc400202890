"""The form of an enterprise to be courted."""

from __future__ import annotations

from typing import Any

from django import forms

from economy.chain.models import ChainLink, Courtship
from economy.parcels.forms import DayField
from economy.parcels.queries import people_for
from economy.premises.forms import Refusing


class TargetForm(Refusing, forms.Form):
    """For which link it is wanted, why, and what happens next."""

    link = forms.ModelChoiceField(ChainLink.objects.none(), label="产业链环节", empty_label="请选择")
    name = forms.CharField(label="企业名称", max_length=80)
    region = forms.CharField(label="所在地", max_length=40, required=False)
    reason = forms.CharField(label="为什么找它", max_length=300, widget=forms.Textarea({"rows": 3}))
    status = forms.ChoiceField(label="进展", choices=Courtship.choices)
    next_step = forms.CharField(label="下一步", max_length=200, required=False)
    next_on = DayField(label="下一步期限")
    responsible = forms.ModelChoiceField(None, label="负责人", empty_label="请选择")
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = ChainLink.objects.visible_to(user, permission="economy.change_targetenterprise")
        self.fields["link"].queryset = links.order_by("chain", "order", "id")
        self.fields["responsible"].queryset = people_for(user, "economy.change_targetenterprise")
