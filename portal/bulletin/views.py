"""The bulletins of an office: which there are, one as a page, one as a document."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.models import Area
from portal.accounts.requests import DeskRequest
from portal.audit.events import record_event
from portal.bulletin.build import build
from portal.bulletin.declare import Scope
from portal.bulletin.document import docx
from portal.bulletin.queries import DECEMBER, Issue, issues_of, offices_for, period_up_to
from portal.errors import NotVisible
from portal.figures.periods import Period

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEY = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2]))?")


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """The bulletins that can be written for `?area=`; `?period=` goes straight to one."""
    offices = offices_for(request.user)
    area = _chosen_office(request, offices)
    if request.GET.get("period"):
        return redirect(_address("bulletin", period_of(request.GET["period"]), area))
    years = groupby(issues_of(area) if area else [], key=lambda issue: issue.period.year)
    context = {
        "offices": _pickable(offices, area),
        "area": area,
        "years": [(year, [_link(issue, area) for issue in issues]) for year, issues in years],
    }
    return render(request, "bulletin/index.html", context)


@require_safe
def bulletin_page(request: DeskRequest, period: str) -> HttpResponse:
    """One bulletin, every figure a link to its record, and the table of sources below."""
    chosen, offices = period_of(period), offices_for(request.user)
    area = _office(request, offices)
    issues = issues_of(area)
    context = {
        "bulletin": build(Scope(area, chosen, request.user)),
        "issue": Issue(chosen),
        "area": area,
        "offices": _pickable(offices, area),
        "years": [
            (year, list(group)) for year, group in groupby(issues, key=lambda issue: issue.period.year)
        ],
        "listed": Issue(chosen) in issues,
        "latest": _link(issues[0], area) if issues else None,
        "document_url": _address("document", chosen, area),
        "on": timezone.localdate(),
    }
    return render(request, "bulletin/bulletin.html", context)


@require_safe
def document(request: DeskRequest, period: str) -> FileResponse:
    """The same bulletin as DOCX; each download is on the trail. Refuses a period with nothing on record."""
    chosen = period_of(period)
    area = _office(request, offices_for(request.user))
    bulletin = build(Scope(area, chosen, request.user))
    if not bulletin.sections:
        raise NotVisible(f"{area.name}{chosen}没有已发布的数据，不能生成简报文件。")
    content = docx(bulletin, on=timezone.localdate())
    record_event(
        action="download",
        subject="综合简报",
        detail={"title": bulletin.title, "period": period, "sha256": hashlib.sha256(content).hexdigest()},
        actor=request.user,
        area_id=area.pk,
    )
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=f"{bulletin.title}.docx", content_type=DOCX
    )


def period_of(text: str) -> Period:
    """The period an address names: 2017 and 2017-12 the year, 2018-03 that year up to March.

    Refuses (404) anything else.
    """
    found = KEY.fullmatch(text)
    if found is None:
        raise NotVisible(f"“{text[:20]}”不是简报的期间。请写年份，如 2017；或者年月，如 2018-03。")
    return period_up_to(int(found["year"]), int(found["month"] or DECEMBER))


def _chosen_office(request: DeskRequest, offices: list[Area]) -> Area | None:
    asked = request.GET.get("area", "")
    if not asked:
        return offices[0] if offices else None
    chosen = next((area for area in offices if str(area.pk) == asked), None)
    if chosen is None:
        raise NotVisible("没有这个机构的简报，或者它不在您负责的区域内。")
    return chosen


def _office(request: DeskRequest, offices: list[Area]) -> Area:
    area = _chosen_office(request, offices)
    if area is None:
        raise NotVisible("您负责的区域内没有街道或社区。")
    return area


def _pickable(offices: list[Area], chosen: Area | None) -> list[Area]:
    return [area for area in offices if area.has_records or area == chosen]


def _address(view: str, period: Period, area: Area | None) -> str:
    address = reverse(f"bulletin:{view}", args=[Issue(period).key])
    return f"{address}?{urlencode({'area': area.pk})}" if area else address


def _link(issue: Issue, area: Area | None) -> dict[str, Any]:
    return {"label": issue.label, "name": str(issue.period), "url": _address("bulletin", issue.period, area)}
