"""Background work: large exports, and the end of their files."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from portal.daily import daily
from portal.errors import Refusal
from portal.exchange.intake.actions import check_import, sweep_imports, write_import
from portal.exchange.models import ExportJob, ImportJob
from portal.exchange.outgoing.jobs import expire_exports, run_export


@shared_task(name="exchange.export", reject_on_worker_lost=True)
def export_in_background(*, job_id: int, **later: Any) -> None:
    """Run one export."""
    run_export(ExportJob.objects.select_related("by").get(pk=job_id))


@shared_task(name="exchange.expire_exports", ignore_result=True)
def delete_expired_exports(**later: Any) -> None:
    """Delete files whose time is over."""
    expire_exports()


@shared_task(name="exchange.check_import", reject_on_worker_lost=True)
def check_import_in_background(*, job_id: int, **later: Any) -> None:
    """The dry run of one import."""
    check_import(ImportJob.objects.select_related("area", "created_by").get(pk=job_id))


@shared_task(name="exchange.write_import", reject_on_worker_lost=True)
def write_import_in_background(*, job_id: int, **later: Any) -> None:
    """Write one confirmed import; what stands against it is kept on the job for its page to show."""
    try:
        write_import(ImportJob.objects.select_related("area", "confirmed_by").get(pk=job_id))
    except Refusal:
        return


@daily("exchange.sweep_imports")
def sweep_unconfirmed_imports() -> None:
    """Delete uploads nobody confirmed."""
    sweep_imports()
