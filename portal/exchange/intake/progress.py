"""How far an import is: kept in the cache, where it is seen before the transaction ends and leaves no trail."""

from __future__ import annotations

from django.core.cache import cache

from portal.exchange.intake.models import ImportJob

KEPT_SECONDS = 3600


def note_progress(job: ImportJob, percent: int, stage: str) -> None:
    """Say how far `job` is, in percent, and what is happening."""
    cache.set(_key(job), (percent, stage), KEPT_SECONDS)


def progress_of(job: ImportJob) -> tuple[int, str]:
    """Percent and words; 100 when it is over."""
    if not job.is_running:
        return 100, ""
    return cache.get(_key(job)) or (0, "正在排队")


def _key(job: ImportJob) -> str:
    return f"import-progress:{job.pk}:{job.state}"
