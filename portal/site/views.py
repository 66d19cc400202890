"""The public home and the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.requests import DeskRequest
from portal.clock.queries import year_missing
from portal.site.cells import due_cell
from portal.site.long_work import recent_work
from portal.site.navigation import navigation_for
from portal.site.public_cache import public_page
from portal.site.public_panels import panels_to_show
from portal.site.public_side import PublicRequest
from portal.site.records import page_url, state_badge
from portal.workflow.queries import Waiting, waiting_for

SHORTCUTS = 6


@require_safe
@public_page
def public_home(request: PublicRequest) -> HttpResponse:
    """What the office publishes, for everybody."""
    return render(request, "site/public_home.html", {"panels": panels_to_show(request.side)})


@require_safe
def desk_home(request: DeskRequest) -> HttpResponse:
    """What waits for the user, and the way to his pages."""
    today = timezone.localdate()
    items = [item for _, group in navigation_for(request.user) for item in group if item.permission]
    context = {
        "waiting": [_shown(waiting, today) for waiting in waiting_for(request.user)],
        "shortcuts": items[:SHORTCUTS],
        "jobs": recent_work(request.user),
        "year_missing": year_missing() if request.user.has_perm("clock.load_year") else None,
    }
    return render(request, "site/desk.html", context)


def _shown(waiting: Waiting, today: date) -> dict[str, Any]:
    return {
        "title": waiting.title,
        "count_label": waiting.count_label,
        "items": [
            {
                "title": str(record),
                "url": page_url(record),
                "badge": state_badge(record),
                "due": due_cell(getattr(record, "due_on", None), today),
            }
            for record in waiting.records
        ],
    }
