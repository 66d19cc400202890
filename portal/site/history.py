"""The history of a record: every change of its row, as the trail has it."""

from __future__ import annotations

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.requests import DeskRequest
from portal.audit.history import history_of
from portal.errors import NotPermitted
from portal.site.records import history_url, page_url, state_badge, visible_record


@require_safe
def history(request: DeskRequest, label: str, pk: int) -> HttpResponse:
    """The changes of one record one may see, newest first; needs `audit.view_history` over its area."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    record = visible_record(model, pk, request.user)
    if not request.user.has_perm("audit.view_history", record):
        raise NotPermitted("您的岗位不能查看修改历史。")
    context = {
        "record": record, "title": str(record), "kind": model._meta.verbose_name, "state": state_badge(record),
        "changes": history_of(record), "history_url": history_url(record),
        "record_url": page_url(record),
    }  # fmt: skip
    return render(request, "site/history.html", context)
