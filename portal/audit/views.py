"""Proving the trail on a page: ask, leave, come back to the answer."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from portal.audit.events import record_event
from portal.audit.models import Verification
from portal.audit.sealing import newest_seal
from portal.audit.tasks import run_verification
from portal.audit.verification import parse_expectation
from portal.errors import InvalidInput
from portal.text import clean_line

may_verify = permission_required("audit.verify", raise_exception=True)
SHOWN = 20


@may_verify
def verify_page(request: HttpRequest) -> HttpResponse:
    """The current seal, the latest runs, and the button; a POST starts a run in the background."""
    refused = None
    if request.method == "POST":
        try:
            return redirect("audit:verification", pk=_ask(request).pk)
        except InvalidInput as refusal:
            refused = refusal.message
    runs = Verification.objects.select_related("by").order_by("-id")[:SHOWN]
    context = {
        "seal": newest_seal(),
        "runs": runs,
        "refused": refused,
        "kept": request.POST.get("expected", ""),
    }
    return render(request, "audit/verify.html", context, status=400 if refused else 200)


@may_verify
@require_safe
def verification_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: under way, or what it found."""
    run = get_object_or_404(Verification.objects.select_related("by"), pk=pk)
    return render(
        request, "audit/verification.html", {"run": run, "result": run.result, "seal": newest_seal()}
    )


@transaction.atomic
def _ask(request: HttpRequest) -> Verification:
    expected = clean_line(request.POST.get("expected", "")).strip()
    parse_expectation(expected)
    run = Verification.objects.create(by=request.user, expected=expected)
    record_event(action="verify", subject=run, actor=request.user)
    transaction.on_commit(lambda: run_verification.delay(run.pk))
    return run
