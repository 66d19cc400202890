"""Imports and exports raced: what was cancelled stays so, what the queue hands out twice is written once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.errors import InvalidInput, WrongState
from portal.exchange.intake import actions
from portal.exchange.intake.actions import (
    cancel_import,
    check_import,
    confirm_import,
    sweep_imports,
    write_import,
)
from portal.exchange.models import ExportJob, ImportJob, ImportState, JobState
from portal.exchange.outgoing.files import export_path
from portal.exchange.outgoing.jobs import expire_exports, fail_export, request_export, run_export
from portal.writing import alone
from tests.portal.exchange.registers import line, table
from tests.portal.exchange.test_import_jobs import records, upload
from tests.races import on_its_own, while_uncommitted, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(economy_clerk, street) -> ImportJob:
    """A checked file of two rows."""
    return upload(economy_clerk, street, table(line(1), line(2)))


@pytest.fixture
def export(auditor) -> ExportJob:
    """A finished export."""
    return request_export("accounts.posts", by=auditor, reason="核对岗位任职", format="csv")


def test_a_check_that_ends_after_the_cancelling_changes_nothing(job, economy_clerk):
    old = whole(job)
    cancel_import(job, by=economy_clerk)

    check_import(old)

    job.refresh_from_db()
    assert (job.state, job.file.name) == (ImportState.CANCELLED, old.file.name)


def test_what_was_confirmed_is_not_cancelled_by_an_old_page(job, economy_clerk):
    old = whole(job)
    confirm_import(job, by=economy_clerk)

    with pytest.raises(WrongState, match="不用再导入"):
        cancel_import(old, by=economy_clerk)
    assert len(records()) == 2


def test_problems_found_meanwhile_are_seen_by_an_old_page(job, economy_clerk):
    old = whole(job)
    ImportJob.objects.filter(pk=job.pk).update(problem_count=3)

    with pytest.raises(InvalidInput, match="还有 3 处问题"):
        confirm_import(old, by=economy_clerk)
    assert records() == []


def test_a_job_handed_out_twice_is_written_once(job, economy_clerk):
    confirm_import(job, by=economy_clerk)
    again = whole(job)
    again.state = ImportState.CONFIRMING

    write_import(again)

    assert (again.state, again.written, len(records())) == (ImportState.CONFIRMED, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_file_being_imported_is_not_swept_away(job, economy_clerk):
    long_ago = timezone.now() - timedelta(days=60)
    ImportJob.objects.update(created_at=long_ago)

    swept = while_uncommitted(
        lambda: actions._claim(job, economy_clerk, accept_questions=False), sweep_imports
    )

    job.refresh_from_db()
    assert (swept, job.state, job.file.storage.exists(job.file.name)) == (0, ImportState.CONFIRMING, True)


@pytest.mark.django_db(transaction=True)
def test_an_export_another_worker_writes_is_left_to_it(export):
    ExportJob.objects.update(state=JobState.RUNNING)
    export_path(export.path).write_text("half of it")

    with alone("export", export.pk):
        on_its_own(lambda: run_export(whole(export)))

    assert (ExportJob.objects.get().state, export_path(export.path).read_text()) == (
        JobState.RUNNING,
        "half of it",
    )


def test_an_export_that_was_finished_meanwhile_is_not_given_up(export):
    old = whole(export)
    old.state = JobState.RUNNING

    fail_export(old, "后台任务中断")

    assert ExportJob.objects.get().state == JobState.DONE
    assert export_path(export.path).is_file()


def test_a_finished_export_is_not_run_again_by_an_old_copy(export):
    old = whole(export)
    old.state, written = JobState.QUEUED, export_path(export.path).stat().st_mtime_ns

    run_export(old)

    assert export_path(export.path).stat().st_mtime_ns == written


def test_expired_files_are_gone_and_say_so(export):
    ExportJob.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert expire_exports() == 1
    assert (ExportJob.objects.get().state, export_path(export.path).exists()) == (JobState.EXPIRED, False)
