"""The history of a record is its audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

if TYPE_CHECKING:
    from portal.backoffice.base import ScopedModelAdmin


def may_see_history(user: Any) -> bool:
    """Whether a post lets see who changed what; the audit administrator reads the whole trail."""
    return user.has_perm("audit.view_history") or user.has_perm("audit.view_entry")


def history_page(request: HttpRequest, model_admin: ScopedModelAdmin, record: Any) -> HttpResponse:
    """What happened to `record`, newest first."""
    from portal.audit.history import history_of

    back = reverse(
        f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[record.pk]
    )
    context = {
        **model_admin.admin_site.each_context(request), "title": f"{record}：变更历史", "back": back, "entries": history_of(record),
    }  # fmt: skip
    return TemplateResponse(request, "backoffice/history.html", context)
