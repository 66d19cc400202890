"""Enterprises in the back office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from governance.enterprises.actions import FACTS, change_enterprise, register_enterprise
from governance.enterprises.models import Enterprise
from governance.enterprises.tables import EnterpriseTable
from portal.accounts.requests import user_of
from portal.admin import ScopedModelAdmin


class EnterpriseForm(forms.ModelForm):
    """An enterprise, and on what a change of its registered matters rests."""

    reason = forms.CharField(
        label="变更依据", required=False, max_length=200,
        help_text="改动名称、信用代码、注册地址、注册资本、法定代表人时填写。",
    )  # fmt: skip

    class Meta:
        model = Enterprise
        fields = ("area", *FACTS)


@admin.register(Enterprise)
class EnterpriseAdmin(ScopedModelAdmin):
    """The register; states change by their steps on the desk."""

    table = EnterpriseTable
    autocomplete_fields = ("area", "industry")
    form = EnterpriseForm
    fields = ("area", *FACTS, "reason")
    inlines: Sequence[type] = ()
    import_ = "governance.enterprises"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With what a form shows at hand."""
        return super().get_queryset(request).select_related("area", "industry")

    def get_fields(self, request: HttpRequest, obj: Enterprise | None = None) -> tuple[str, ...]:
        """Who only reads is not asked what a change rests on."""
        return self.fields if self.has_change_permission(request, obj) else ("area", *FACTS)

    def get_inlines(self, request: HttpRequest, obj: Enterprise | None) -> Sequence[type]:
        """What other rooms keep of an enterprise; a new one has nothing of it yet."""
        return () if obj is None else self.inlines

    def save_model(self, request: HttpRequest, obj: Enterprise, form: Any, change: bool) -> None:
        """Registered and changed by the actions that keep the rules."""
        given = form.cleaned_data
        facts, area = {name: given[name] for name in FACTS}, given["area"]
        if not change:
            obj.pk = register_enterprise(facts, area=area, by=user_of(request)).pk
            return
        on_record = (
            Enterprise.objects.visible_to(user_of(request)).select_related("area", "industry").get(pk=obj.pk)
        )
        change_enterprise(on_record, facts, area=area, by=user_of(request), reason=given["reason"])
