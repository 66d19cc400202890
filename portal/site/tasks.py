"""Background work of the pages."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from portal.site.sent_forms import forget_sent_forms


@shared_task(name="site.forget_sent_forms", ignore_result=True)
def forget_old_sent_forms(**later: Any) -> None:
    """Forget which forms were sent more than two days ago."""
    forget_sent_forms()
