"""The working calendar: a year at a glance, and loading the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portal.accounts.requests import DeskRequest
from portal.clock.actions import load_notice
from portal.clock.calendar import current_calendar
from portal.clock.facts import NOTICE_FACTS
from portal.clock.models import CalendarYear
from portal.clock.months import months_of
from portal.clock.notice import read_notice
from portal.clock.queries import year_missing
from portal.errors import NotVisible
from portal.figures.whole import whole_number
from portal.records.forms import FactsForm
from portal.site.form_pages import FormPage


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


class LoadYear(FormPage):
    """Paste the notice, look at what was read, confirm."""

    permission, facts, action, confirms = "clock.load_year", NOTICE_FACTS, load_notice, "confirm"
    title, submit, said, list_url = (
        "载入放假通知",
        "读取并核对",
        "{result.year} 年工作日历已载入。",
        "clock:calendar",
    )

    def start(self) -> dict[str, Any]:
        """The year that is missing, or the next."""
        return {"year": year_missing() or max(current_calendar().years) + 1}

    def preview(self, form: FactsForm) -> HttpResponse:
        """What was read, beside the notice; or the form once more."""
        if "edit" in self.request.POST:
            return self.show(form)
        read = read_notice(form.read["notice"], form.read["year"])
        number = form.read["document_number"] or read.document_number
        return render(
            self.request,
            "clock/check_year.html",
            {"form": form, "read": read, "number": number, "once": self.sent_key},
        )

    def leads_to(self, result: CalendarYear) -> str:
        """The year that was loaded."""
        return f"{reverse('clock:calendar')}?year={result.year}"
