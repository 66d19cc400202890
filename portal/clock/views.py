"""The working calendar: a year at a glance, and loading the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from portal.accounts.requests import DeskRequest
from portal.clock.actions import load_year
from portal.clock.calendar import current_calendar
from portal.clock.forms import LoadYearForm
from portal.clock.models import CalendarYear
from portal.clock.months import months_of
from portal.clock.queries import year_missing
from portal.errors import NotVisible
from portal.figures.whole import whole_number


def calendar_page(request: DeskRequest) -> HttpResponse:
    """One loaded year as twelve months; `?year=` picks it, this year by default."""
    calendar, this_year = current_calendar(), timezone.localdate().year
    asked = request.GET.get("year", "")
    year = whole_number(asked, least=1, most=9999) if asked else this_year
    if year is None or (asked and year not in calendar.years):
        raise NotVisible(f"没有“{asked[:20]}”年的工作日历，请从已载入的年份里选。")
    context = {
        "year": year,
        "months": months_of(year, calendar) if year in calendar.years else [],
        "loaded": CalendarYear.objects.filter(year=year).select_related("loaded_by").first(),
        "years": sorted(calendar.years, reverse=True),
        "missing": year_missing(),
        "may_load": request.user.has_perm("clock.load_year"),
    }
    return render(request, "clock/calendar.html", context)


class LoadYearView(PermissionRequiredMixin, FormView):
    """Paste the notice, look at what was read, confirm."""

    request: DeskRequest
    permission_required = "clock.load_year"
    raise_exception = True
    form_class = LoadYearForm
    template_name = "clock/load_year.html"

    def get_initial(self) -> dict[str, Any]:
        """The year that is missing, or the next."""
        return {"year": year_missing() or max(current_calendar().years) + 1}

    def form_valid(self, form: LoadYearForm) -> HttpResponse:
        """Show what was read; load it when that was confirmed."""
        if "confirm" not in self.request.POST:
            page = "clock/load_year.html" if "edit" in self.request.POST else "clock/check_year.html"
            return render(self.request, page, {"form": form, "read": form.read})
        data = form.cleaned_data
        load_year(
            data["year"],
            holidays=form.read.holidays,
            document_number=data["document_number"],
            notice=data["notice"],
            by=self.request.user,
        )
        messages.success(self.request, f"{data['year']} 年工作日历已载入。")
        return redirect(f"{reverse('clock:calendar')}?year={data['year']}")
