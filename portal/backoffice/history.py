"""The history of a record is its audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    from portal.backoffice.base import ScopedModelAdmin

LIMIT = 200


def history_page(request: HttpRequest, model_admin: ScopedModelAdmin, record: Any) -> HttpResponse:
    """What happened to `record`, newest first."""
    from portal.audit.history import history_of

    context = {
        **model_admin.admin_site.each_context(request), "opts": model_admin.opts, "original": record,
        "object": record, "title": f"{record}：变更历史", "entries": list(history_of(record)[:LIMIT]),
    }  # fmt: skip
    return TemplateResponse(request, "backoffice/history.html", context)
