"""The round that starts each day's work."""

from __future__ import annotations

from celery import shared_task

from portal.daily import daily_tasks
from portal.rooms import load_parts


@shared_task(name="portal.daily_round", ignore_result=True)
def start_daily_work() -> None:
    """Ask every daily task, of whatever app; those that did today's work do nothing."""
    load_parts("tasks")
    for task in list(daily_tasks().values()):
        task.delay()
