"""How far a running export is: kept in Redis, so that progress writes nothing into the database."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from django.core.cache import cache

if TYPE_CHECKING:
    from portal.exchange.models import ExportJob

EVERY_SECONDS = 0.5
KEPT_SECONDS = 3600


class Progress:
    """Tells others how far one export is; `expected` is the number of rows to come."""

    def __init__(self, job: ExportJob) -> None:
        self.key, self.expected, self.told_at = _key(job), 0, time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        cache.delete(self.key)

    def seen(self, rows: int) -> None:
        """`rows` are written; at most 99 % before the file stands. Told twice a second at most."""
        now = time.monotonic()
        if now - self.told_at >= EVERY_SECONDS:
            self.told_at = now
            cache.set(self.key, min(99, 100 * rows // max(1, self.expected)), KEPT_SECONDS)


def progress_of(job: ExportJob) -> int:
    """Percent done, now."""
    return cache.get(_key(job), job.progress) if job.is_unfinished else job.progress


def _key(job: ExportJob) -> str:
    return f"export-progress:{job.uuid}"
