"""An enterprise's figures by year, in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from governance.enterprises.admin import EnterpriseAdmin
from governance.years.actions import FIGURES, record_year
from governance.years.models import EnterpriseYear
from governance.years.tables import YearTable
from portal.accounts.requests import user_of
from portal.admin import ScopedModelAdmin, rows_of

YEARS = rows_of(
    EnterpriseYear, "year", "revenue", "tax", "employment", "is_above_designated_size", "note", title="年度数据",
    order=("-year",), related=("enterprise",),
)  # fmt: skip
# The section of enterprises stands on a lower floor; it is shown what this room keeps, it does not ask for it.
EnterpriseAdmin.inlines = (*EnterpriseAdmin.inlines, YEARS)


@admin.register(EnterpriseYear)
class EnterpriseYearAdmin(ScopedModelAdmin):
    """Annual figures of enterprises."""

    table = YearTable
    autocomplete_fields = ("enterprise",)
    fields = ("enterprise", "year", *FIGURES)

    def save_model(self, request: HttpRequest, obj: EnterpriseYear, form: Any, change: bool) -> None:
        """Recorded by the action that keeps the rules."""
        given = form.cleaned_data
        figures = {name: given[name] for name in FIGURES}
        obj.pk = record_year(given["enterprise"], year=given["year"], by=user_of(request), **figures).pk
