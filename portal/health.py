"""`/healthz`: this process answers. `/readyz`: everything it needs answers too."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_redis import get_redis_connection

logger = logging.getLogger(__name__)
HEARTBEAT_KEY = "jiedao:worker-heartbeat"
HEARTBEAT_SECONDS = 30


class NotReady(Exception):
    """What is missing, in a sentence for whoever runs the portal."""


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all checks pass, else 503; each check says `ok` or what is missing."""
    answers = {name: _ask(name, check) for name, check in CHECKS.items()}
    ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"ready": ready, "checks": answers}, status=200 if ready else 503)


def beat(**_: Any) -> None:
    """A worker lives: sent by Celery every two seconds, remembered in Redis for half a minute."""
    get_redis_connection().set(HEARTBEAT_KEY, timezone.now().isoformat(), ex=HEARTBEAT_SECONDS)


def _ask(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as missing:
        return str(missing)
    except Exception:
        # Anybody may read the answer: the address and the error go to the log only.
        logger.exception("readiness check %s failed", name)
        return "没有应答"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    get_redis_connection().ping()


def _migrations() -> None:
    if not _all_applied():
        _all_applied.cache_clear()
        raise NotReady("数据库结构不是最新的，请运行 migrate")


@cache
def _all_applied() -> bool:
    """Read from disk once: a process never sees other migrations than those it started with."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _worker() -> None:
    if not get_redis_connection().exists(HEARTBEAT_KEY):
        raise NotReady("后台任务进程没有运行")


def _calendar() -> None:
    from portal.clock.calendar import current_calendar

    year = timezone.localdate().year
    if year not in current_calendar().years:
        raise NotReady(f"{year} 年的工作日历没有载入")


def _static() -> None:
    if not getattr(staticfiles_storage, "is_collected", True):
        raise NotReady("网页文件没有整理，请运行 collectstatic，再重启")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "redis": _redis,
    "migrations": _migrations,
    "worker": _worker,
    "calendar": _calendar,
    "static": _static,
}

urlpatterns = [path("healthz", healthz), path("readyz", readyz)]
