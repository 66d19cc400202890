import pytest
import time_machine
from django.conf import settings
from django_redis import get_redis_connection

from portal.clock.calendar import forget_calendar
from portal.health import HEARTBEAT_KEY, beat


@pytest.fixture
def no_worker():
    get_redis_connection().delete(HEARTBEAT_KEY)


@pytest.fixture
def worker():
    beat()
    yield
    get_redis_connection().delete(HEARTBEAT_KEY)


def test_alive_asks_nobody(client):
    """No database fixture: any query would fail."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_when_everything_answers(db, client, worker):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": dict.fromkeys(["database", "redis", "migrations", "worker", "calendar", "static"], "ok"),
    }


def test_not_ready_without_a_worker(db, client, no_worker):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert answer.json()["checks"]["worker"] == "后台任务进程没有运行"


def test_not_ready_in_a_year_without_calendar(db, client, worker):
    forget_calendar()
    with time_machine.travel("2035-03-01"):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["calendar"] == "2035 年的工作日历没有载入"


def test_not_ready_before_static_files_are_collected(db, client, worker, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.assets.storage.HashedStorage"},
    }
    assert (
        client.get("/readyz").json()["checks"]["static"] == "网页文件没有整理，请运行 collectstatic，再重启"
    )


def test_the_heartbeat_passes(db, worker):
    assert 0 < get_redis_connection().ttl(HEARTBEAT_KEY) <= 30
    assert settings.REDIS_URL
