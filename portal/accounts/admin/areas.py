"""The tree of areas."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from portal.accounts.models import Area
from portal.accounts.requests import user_of
from portal.accounts.tables import AreaTable
from portal.admin import ScopedModelAdmin
from portal.errors import InvalidInput


class AreaForm(forms.ModelForm):
    """An area; its place in the tree is chosen once, when it is entered."""

    parent = forms.ModelChoiceField(Area.objects.none(), label="上级区划", required=True)

    class Meta:
        model = Area
        fields = ("code", "name", "kind", "valid_from", "valid_to", "boundary")


@admin.register(Area)
class AreaAdmin(ScopedModelAdmin):
    """The tree, top down."""

    list_display = ("indented_name", "code", "kind", "valid_from", "valid_to")
    list_display_links = ("indented_name",)
    table = AreaTable
    search_fields = ("name", "code")
    ordering = ("path",)
    list_per_page = 100
    export = "accounts.areas"

    @admin.display(description="名称")
    def indented_name(self, area: Area) -> str:
        """The name, further in the deeper it lies."""
        return "\u3000" * (area.depth - 1) + area.name

    def get_form(
        self, request: HttpRequest, obj: Area | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new area also asks what it lies under."""
        if obj is None:
            kwargs["form"] = AreaForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            cast("forms.ModelChoiceField", form.base_fields["parent"]).queryset = Area.objects.visible_to(
                user_of(request)
            )
        return form

    def get_fields(self, request: HttpRequest, obj: Area | None = None) -> list[str]:
        """The tree's own bookkeeping is nobody's to edit."""
        fields = ["code", "name", "kind", "valid_from", "valid_to", "boundary"]
        return fields if obj else ["parent", *fields]

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        """A new area goes under its parent; one may not add outside one's own reach."""
        if change:
            return super().save_model(request, obj, form, change)
        parent = form.cleaned_data["parent"]
        if parent.pk not in user_of(request).reach("accounts.add_area").below:
            raise InvalidInput(
                "只能在自己负责的区域内增加区划。", [{"field": "parent", "message": "不在您负责的区域内"}]
            )
        Area.objects.add_child(parent, instance=obj)
