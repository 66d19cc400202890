"""The exports and imports a user set going lately: left and found again on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from portal.exchange.models import ExportJob, ImportJob
from portal.site.cells import moment
from portal.site.states import badge

if TYPE_CHECKING:
    from portal.accounts.models import User

SHOWN = 3


def recent_work(user: User) -> list[dict[str, Any]]:
    """The newest exports and imports of `user`, newest first: two queries."""
    exports = ExportJob.objects.of(user).only("uuid", "title", "state", "created_at").order_by("-id")[:SHOWN]
    imports = (
        ImportJob.objects.filter(created_by=user)
        .only("pk", "original_name", "state", "created_at")
        .order_by("-id")[:SHOWN]
    )
    found = [_shown(job, f"导出{job.title}", reverse("exchange:exports")) for job in exports]
    found += [
        _shown(job, f"导入{job.original_name}", reverse("exchange:import_job", args=[job.pk]))
        for job in imports
    ]
    return sorted(found, key=lambda job: job["at"], reverse=True)[:SHOWN]


def _shown(job: ExportJob | ImportJob, title: str, url: str) -> dict[str, Any]:
    return {
        "title": title,
        "url": url,
        "at": moment(job.created_at),
        "badge": badge(job.state, job.get_state_display()),
    }
