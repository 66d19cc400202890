"""Imports to look at, and the further headers an office's forms use."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from portal.admin import ReadOnlyAdmin, ScopedModelAdmin
from portal.exchange.intake.declare import all_imports
from portal.exchange.intake.models import HeaderAlias, ImportJob
from portal.exchange.tables import HeaderAliasTable, ImportJobTable


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    """Imports, the newest first; what the rows held is seen by those who may import them."""

    table = ImportJobTable
    ordering = ("-id",)
    fields = ("title", "original_name", "sha256", "size", "area", "created_by", "created_at", "state", "counts",
              "problem_count", "question_count", "error", "written", "document", "confirmed_by", "confirmed_at")  # fmt: skip


class HeaderAliasForm(forms.ModelForm):
    """Offers the declared imports and their columns by name."""

    column = forms.ChoiceField(label="列")

    class Meta:
        model = HeaderAlias
        fields = ("area", "text", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["column"]).choices = [
            (declared.title, [(f"{declared.name}|{field.name}", field.label) for field in declared.fields])
            for declared in all_imports()
        ]
        if self.instance.pk:
            self.initial["column"] = f"{self.instance.import_name}|{self.instance.field}"

    def clean(self) -> dict[str, Any]:
        """Import and column from the one choice."""
        data = super().clean() or self.cleaned_data
        self.instance.import_name, _, self.instance.field = data.get("column", "|").partition("|")
        return data


@admin.register(HeaderAlias)
class HeaderAliasAdmin(ScopedModelAdmin):
    """Header aliases of an office."""

    form = HeaderAliasForm
    table = HeaderAliasTable
    ordering = ("import_name", "field", "id")
    fields = ("area", "column", "text", "note")

    def get_form(
        self, request: HttpRequest, obj: HeaderAlias | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form with its one extra choice."""
        kwargs["fields"] = ("area", "text", "note")
        return super().get_form(request, obj, change=change, **kwargs)
