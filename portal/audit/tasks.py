"""The trail's work in the background."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from portal.audit.attribution import context
from portal.audit.models import Verification
from portal.audit.months import prepare_months
from portal.audit.sealing import seal_now
from portal.audit.verification import parse_expectation, verify
from portal.daily import daily


@shared_task(name="audit.seal", ignore_result=True)
def seal_entries() -> int | None:
    """Seal what was committed; the newest seal's number. Every few seconds, so it does not wait long."""
    with context(actor="system:seal"):
        seal = seal_now(patience=2.0)
    return seal.no if seal else None


@daily("audit.prepare_months")
def prepare_coming_months() -> None:
    """Make the tables of the coming months."""
    prepare_months()


@shared_task(name="audit.verify", ignore_result=True)
def run_verification(pk: int) -> None:
    """Do one verification that was asked for on the page; what is new is sealed first."""
    asked = Verification.objects.get(pk=pk)
    seal_now(patience=2.0)
    verdict = verify(expect=parse_expectation(asked.expected))
    asked.result, asked.done_at = verdict.as_dict(), timezone.now()
    asked.save(update_fields=["result", "done_at"])
