"""Carries the attribution of whoever queued a task to the Celery worker that runs it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from portal.accounts.models import User
from portal.audit.attribution import context, current

HEADER = "audit"
_entered: dict[str, AbstractContextManager[None]] = {}


def connect() -> None:
    """Listen to Celery."""
    before_task_publish.connect(pack, weak=False, dispatch_uid="audit")
    task_prerun.connect(unpack, weak=False, dispatch_uid="audit")
    task_postrun.connect(leave, weak=False, dispatch_uid="audit")


def pack(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Write who queues the task into its message."""
    attribution = current()
    if attribution is None or headers is None:
        return
    actor_id, actor = attribution.who()
    headers[HEADER] = {"actor_id": actor_id, "actor": actor, "reason": attribution.reason,
                       "request": str(attribution.request or "")}  # fmt: skip


def unpack(task_id: str, task: Any, **_: Any) -> None:
    """Run the task on behalf of whoever queued it, else of the system job named like the task."""
    sent = getattr(task.request, HEADER, None) or (task.request.headers or {}).get(HEADER)
    if sent is None and current() is not None:
        return
    sent = sent or {"actor": f"system:{task.name}"}
    actor = User(pk=sent["actor_id"], username=sent["actor"]) if sent.get("actor_id") else sent["actor"]
    _entered[task_id] = context(
        actor=actor, reason=sent.get("reason"), request_id=sent.get("request") or None
    )
    _entered[task_id].__enter__()


def leave(task_id: str, **_: Any) -> None:
    """Forget it when the task is over."""
    entered = _entered.pop(task_id, None)
    if entered is not None:
        entered.__exit__(None, None, None)
