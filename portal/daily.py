"""Work that is to be done once every day, whenever the machine is on.

A schedule that counts 24 hours, or names an hour, never comes round on a machine that is switched off every evening.
So the scheduler asks every few minutes, and each task knows by the calendar whether it was done today: at midnight
where the machine runs on, right after the start where it was off. A day that was missed altogether is not made up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

REMEMBERED = 2 * 24 * 3600  # seconds

_tasks: dict[str, Any] = {}


def daily(name: str) -> Callable[[Callable[[], Any]], Any]:
    """Declare a task, in an app's or room's `tasks.py`: done once a day, tried again when it failed or was cut off."""

    def declare(work: Callable[[], Any]) -> Any:
        @shared_task(name=name, ignore_result=True)
        @wraps(work)
        def once_a_day() -> None:
            key = f"daily:{name}:{timezone.localdate()}"
            # One that is cut off gives its turn back when it can no longer be running.
            if not cache.add(key, "running", settings.CELERY_TASK_TIME_LIMIT):
                return
            try:
                work()
            except Exception:
                cache.delete(key)
                raise
            cache.set(key, "done", REMEMBERED)

        _tasks[name] = once_a_day
        return once_a_day

    return declare


def daily_tasks() -> dict[str, Any]:
    """The tasks declared so far, by name."""
    return _tasks
