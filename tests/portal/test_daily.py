"""Daily work is done every day, whenever the machine is on: at its first minutes, or as soon as it is started."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from portal.celery import app
from portal.daily import daily, daily_tasks
from portal.exchange.intake.models import ImportJob
from portal.rooms import load_parts

pytestmark = pytest.mark.django_db(transaction=True)  # the scheduler opens and closes connections of its own
MONDAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _nothing_done_yet():
    load_parts("tasks")
    cache.delete_pattern("daily:*")
    yield
    cache.delete_pattern("daily:*")


@pytest.fixture
def upload(economy_clerk, street):
    """An upload nobody confirmed, made so many days before a day."""

    def make(day: date) -> ImportJob:
        job = ImportJob.objects.create(
            name="test", title="来文", original_name="来文.xlsx", sha256="0" * 64, size=1, area=street, file="gone.xlsx",
            created_by=economy_clerk,
        )  # fmt: skip
        ImportJob.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(days=30))
        return job

    return make


def office_day(day: date, hours: float = 8.5) -> None:
    """The scheduler from the morning, when the machine is switched on, to the evening, when it is switched off."""
    with time_machine.travel(f"{day} 08:00 +0800", tick=False) as clock:
        scheduler = DatabaseScheduler(app=app)
        for _ in range(int(hours * 2)):
            clock.shift(timedelta(minutes=30))
            for entry in [one for one in scheduler.schedule.values() if one.task != "audit.seal"]:
                if entry.is_due().is_due:
                    scheduler.apply_entry(scheduler.reserve(entry))
        scheduler.close()


def is_swept(job: ImportJob) -> bool:
    return not ImportJob.objects.values_list("file", flat=True).get(pk=job.pk)


def test_a_machine_that_is_off_every_evening_does_its_daily_work(upload):
    for day in (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)):
        with time_machine.travel(f"{day} 07:00 +0800", tick=False):
            job = upload(day)
        office_day(day)
        assert is_swept(job), day


def test_an_hour_is_enough(upload):
    with time_machine.travel(f"{MONDAY} 07:00 +0800", tick=False):
        job = upload(MONDAY)
    office_day(MONDAY, hours=0.5)
    assert is_swept(job)


class TestOnceADay:
    """One task of one's own, counted."""

    @pytest.fixture
    def bad(self) -> set[str]:
        """The days on which it fails."""
        return set()

    @pytest.fixture
    def days(self) -> list[str]:
        """The days on which it was done."""
        return []

    @pytest.fixture
    def work(self, days, bad):
        @daily("test.daily")
        def work() -> None:
            today = str(timezone.localdate())
            if today in bad:
                raise RuntimeError(today)
            days.append(today)

        yield work
        app.tasks.unregister(daily_tasks().pop("test.daily").name)

    def test_it_is_done_once_however_often_it_is_asked_for(self, work, days):
        for moment in ("2027-03-01 08:00 +0800", "2027-03-01 23:59 +0800", "2027-03-02 00:01 +0800"):
            with time_machine.travel(moment, tick=False):
                work()
                work()
        assert days == ["2027-03-01", "2027-03-02"]

    def test_days_missed_are_not_done_twice_over(self, work, days):
        for moment in ("2027-03-01 08:00 +0800", "2027-03-09 08:00 +0800"):
            with time_machine.travel(moment, tick=False):
                work()
        assert days == ["2027-03-01", "2027-03-09"]

    def test_what_failed_is_tried_again(self, work, days, bad):
        with time_machine.travel("2027-03-01 08:00 +0800", tick=False):
            bad.add("2027-03-01")
            with pytest.raises(RuntimeError):
                work()
            bad.clear()
            work()
        assert days == ["2027-03-01"]


def test_no_schedule_counts_a_day_from_when_the_machine_was_started():
    DatabaseScheduler(app=app)
    slow = [
        one.name for one in PeriodicTask.objects.exclude(interval=None).select_related("interval")
        if one.interval.schedule.run_every > timedelta(hours=1)
    ]  # fmt: skip
    assert slow == []
    assert not PeriodicTask.objects.exclude(crontab=None).exclude(name="celery.backend_cleanup").exists()
