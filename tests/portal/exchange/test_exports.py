"""Exports: what is in the file, who may have it, and what is left on record."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from portal.accounts.actions import place
from portal.accounts.models import Area, AreaKind, Post, User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.exchange.models import ExportJob, JobState
from portal.exchange.outgoing import Export, jobs, xlsx
from portal.exchange.outgoing.files import export_path
from portal.exchange.outgoing.jobs import (
    download_export,
    expire_exports,
    own_export,
    request_export,
    run_export,
)
from portal.exchange.outgoing.progress import Progress, progress_of
from portal.records.tables import Table
from tests.conftest import make_area

pytestmark = pytest.mark.django_db
REASON = "核对岗位任职"


class HolderTable(Table):
    """Posts with their holders."""

    model = Post
    columns = ("user", "user__username", "reason")


class HolderExport(Export):
    """Posts with their holders."""

    name = "tests.holders"
    title = "任职人员"
    permission = "accounts.export_post"
    table = HolderTable


def export(by, name="accounts.posts", **options):
    return request_export(name, by=by, reason=REASON, **{"format": "csv", **options})


def text_of(job, encoding="utf-8-sig"):
    return export_path(job.path).read_bytes().decode(encoding)


def table(job, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(text_of(job, encoding), newline="")))


def sheet(job, number=0):
    return CalamineWorkbook.from_path(str(export_path(job.path))).get_sheet_by_index(number).to_python()


def holder(name, area, reason="", **fields):
    """Somebody with a post, named as told."""
    user = User(username=fields.pop("username", f"u{User.objects.count()}"), full_name=name, **fields)
    user.set_password("x")
    user.save()
    post = place(user, role=Role.GRID_WORKER, area=area)
    Post.objects.filter(pk=post.pk).update(reason=reason)
    return user


class TestRows:
    def test_auditor_gets_every_row_in_scope(self, auditor, grid_worker, outsider):
        job = export(auditor)
        assert job.state == JobState.DONE
        assert [row["用户名"] for row in table(job)] == ["auditor", "grid_worker", "outsider", "outsider"]

    def test_other_districts_rows_are_not_there(self, auditor, district):
        holder("远方", make_area(None, "980000000000", "别省", AreaKind.PROVINCE))
        assert [row["用户名"] for row in table(export(auditor))] == ["auditor"]

    def test_who_may_not_export_is_refused(self, outsider):
        with pytest.raises(NotPermitted):
            export(outsider)
        assert not ExportJob.objects.exists()

    def test_filter_gives_what_the_list_shows(self, auditor, grid_worker, outsider):
        job = export(auditor, filters={"role": Role.GRID_WORKER})
        assert [row["用户名"] for row in table(job)] == ["grid_worker"]
        assert job.manifest["filters"] == {"role": Role.GRID_WORKER}

    def test_search_narrows(self, auditor, grid_worker):
        assert [row["用户名"] for row in table(export(auditor, filters={"search": "grid_w"}))] == [
            "grid_worker"
        ]

    @pytest.mark.parametrize("filters", [{"colour": "red"}, {"role": "emperor"}, {"valid_from__gte": "昨天"}])
    def test_unknown_filters_and_values_are_refused(self, auditor, filters):
        with pytest.raises(InvalidInput) as refusal:
            export(auditor, filters=filters)
        assert refusal.value.errors[0]["field"] == f"filters.{next(iter(filters))}"

    def test_no_rows_make_a_file_with_a_head(self, auditor):
        for kind in ("csv", "xlsx", "jsonl"):
            job = export(auditor, filters={"user": 0}, format=kind)
            assert (job.state, job.rows) == (JobState.DONE, 0)
        assert sheet(export(auditor, filters={"user": 0}, format="xlsx"))[0][:2] == ["用户名", "账号"]

    @pytest.mark.parametrize(("change", "field"), [
        ({"reason": "查"}, "reason"), ({"format": "pdf"}, "format"), ({"encoding": "big5"}, "encoding"),
    ])  # fmt: skip
    def test_bad_options_are_refused(self, auditor, change, field):
        with pytest.raises(InvalidInput) as refusal:
            request_export("accounts.posts", by=auditor, **{"reason": REASON, **change})
        assert refusal.value.errors[0]["field"] == field

    def test_unknown_export_is_refused(self, auditor):
        with pytest.raises(InvalidInput):
            export(auditor, name="accounts.secrets")


class TestCells:
    FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")

    def test_formulas_are_defused_in_csv(self, auditor, community):
        for name in self.FORMULAS:
            holder(name, community)
        names = [row["账号"] for row in table(export(auditor))][1:]
        assert names == [f"'{name}" for name in self.FORMULAS]

    def test_formulas_are_defused_when_postgresql_writes_the_file(self, auditor, community):
        for name in self.FORMULAS:
            Area.objects.add_child(community, {"code": name, "name": name, "kind": AreaKind.GRID})
        rows = [row for row in table(export(auditor, name="accounts.areas")) if row["类别"] == "网格"]
        assert (
            [row["名称"] for row in rows]
            == [row["编码"] for row in rows]
            == [f"'{name}" for name in self.FORMULAS]
        )

    def test_formulas_are_defused_in_xlsx(self, auditor, community):
        for name in self.FORMULAS:
            holder(name, community)
        names = [row[1] for row in sheet(export(auditor, format="xlsx"))[2:]]
        assert [name[:1] for name in names] == ["'"] * len(self.FORMULAS)

    def test_json_lines_are_for_programs_and_keep_text_as_it_is(self, auditor, community):
        holder('=1+"\\\n', community)
        line = text_of(export(auditor, format="jsonl"), "utf-8").splitlines()[1]
        assert json.loads(line)["user"] == '=1+"\\\n'

    def test_encrypted_mobile_is_masked_by_default(self, auditor, community):
        holder("张三", community, mobile="13800138000")
        for kind in ("csv", "jsonl"):
            assert "138****8000" in text_of(export(auditor, format=kind))
            assert "13800138000" not in text_of(export(auditor, format=kind))
        assert sheet(export(auditor, format="xlsx"))[2][2] == "138****8000"

    def test_choices_and_moments_are_written_for_people(self, auditor, community):
        holder("张三", community)
        row = table(export(auditor))[1]
        post = Post.objects.get(user__full_name="张三")
        assert row["岗位"] == "网格员"
        assert row["起"] == f"{post.valid_from:%Y-%m-%d}"
        assert row["授岗时间"] == f"{timezone.localtime(post.created_at):%Y-%m-%d %H:%M:%S}"

    def test_codes_stay_text_in_xlsx(self, auditor, community):
        holder("张三", community, username="410106200002290010")
        holder("李四", community, username="0012345")
        rows = sheet(export(auditor, name="tests.holders", format="xlsx"))
        assert [row[1] for row in rows[2:]] == ["410106200002290010", "0012345"]

    def test_days_excel_does_not_know_are_text(self, auditor, community):
        user = holder("张三", community)
        Post.objects.filter(user=user).update(valid_from=date(201, 1, 1))
        assert [row[6] for row in sheet(export(auditor, format="xlsx"))[1:]][1] == "0201-01-01"

    def test_gb18030_holds_rare_characters(self, auditor, community):
        holder("䶮𠮷", community)
        job = export(auditor, encoding="gb18030")
        assert [row["账号"] for row in table(job, "gb18030")][1] == "䶮𠮷"
        assert "䶮".encode("gb18030") in export_path(job.path).read_bytes()


class TestUnmasked:
    @pytest.fixture
    def revealer(self, auditor, monkeypatch):
        import rules

        from portal.accounts import roles
        from portal.accounts.rules import holds

        monkeypatch.setitem(roles._granted, "auditor", roles._granted["auditor"] | {"accounts.reveal_post"})
        rules.add_perm("accounts.reveal_post", holds("accounts.reveal_post"))
        yield auditor
        rules.remove_perm("accounts.reveal_post")

    def test_refused_without_the_permission(self, auditor):
        with pytest.raises(NotPermitted):
            export(auditor, unmasked=True)

    def test_carries_a_watermark(self, revealer, community):
        holder("张三", community, mobile="13800138000")
        job = export(revealer, unmasked=True)
        first, *rest = text_of(job).splitlines()
        assert "未脱敏" in first
        assert REASON in first
        assert str(job.uuid) in first
        assert "13800138000" in rest[-1]

    def test_sheet_carries_a_watermark(self, revealer, community):
        holder("张三", community, mobile="13800138000")
        rows = sheet(export(revealer, unmasked=True, format="xlsx"))
        assert "未脱敏" in rows[0][0]
        assert rows[1][0] == "用户名"
        assert rows[3][2] == "13800138000"


class TestManifest:
    @pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
    def test_states_hash_rows_and_seal_of_the_file(self, auditor, grid_worker, kind):
        job = export(auditor, format=kind)
        about = job.manifest
        assert about["sha256"] == hashlib.sha256(export_path(job.path).read_bytes()).hexdigest()
        assert about["rows"] == job.rows == 2
        assert about["seal"]["number"] >= 1
        assert len(about["seal"]["digest"]) == 64
        assert (about["by"], about["reason"], about["scope"]) == ("auditor", REASON, ["样例区"])
        assert json.loads(jobs.manifest_path(job.path).read_text()) == about

    def test_is_the_second_sheet(self, auditor, grid_worker):
        job = export(auditor, format="xlsx")
        said = dict(sheet(job, 1))
        assert (said["行数"], said["用途"], said["导出编号"]) == ("2", REASON, str(job.uuid))
        assert said["单元格 SHA-256"] == job.manifest["cells_sha256"]

    def test_cell_digest_can_be_computed_from_the_sheet(self, auditor):
        job = export(auditor, name="tests.holders", format="xlsx")
        rows = json.dumps(sheet(job)[1:], ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(rows.encode()).hexdigest() == job.manifest["cells_sha256"]

    def test_rows_past_the_limit_go_to_further_sheets(self, auditor, community, monkeypatch):
        for number in range(4):
            holder(f"人{number}", community)
        monkeypatch.setitem(jobs.WRITERS, "xlsx", lambda path, run: xlsx.write(path, run, sheet_rows=3))
        job = export(auditor, format="xlsx")
        book = CalamineWorkbook.from_path(str(export_path(job.path)))
        assert book.sheet_names == ["数据", "数据2", "数据3", "导出说明"]
        assert [len(sheet(job, number)) for number in range(3)] == [3, 3, 2]
        assert job.rows == 5


class TestRecord:
    def test_runs_and_downloads_are_on_the_trail(self, auditor):
        job = export(auditor)
        download_export(job, by=auditor)
        entries = AuditEntry.objects.filter(table_name="exchange_exportjob", key=str(job.pk))
        events = list(entries.filter(action__in=["export", "download"]).order_by("id"))
        assert [(e.action, e.actor, e.reason) for e in events] == [
            ("export", "auditor", REASON),
            ("download", "auditor", REASON),
        ]
        assert events[0].after["sha256"] == job.manifest["sha256"]

    def test_only_who_asked_may_have_the_file(self, auditor, security_admin):
        job = export(auditor)
        with pytest.raises(NotVisible):
            own_export(job.uuid, by=security_admin)
        with pytest.raises(NotVisible):
            download_export(job, by=security_admin)

    def test_who_lost_the_post_loses_the_file(self, auditor):
        job = export(auditor)
        Post.objects.filter(user=auditor).update(
            valid_to=timezone.localdate() - timedelta(days=1), valid_from=date(2020, 1, 1)
        )
        with pytest.raises(NotPermitted):
            download_export(job, by=User.objects.get(pk=auditor.pk))

    def test_file_expires_and_its_manifest_stays_on_record(self, auditor):
        job = export(auditor)
        path = export_path(job.path)
        ExportJob.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert expire_exports() == 1
        job.refresh_from_db()
        assert (job.state, path.exists(), job.manifest["rows"]) == (JobState.EXPIRED, False, 1)
        with pytest.raises(WrongState):
            download_export(job, by=auditor)

    def test_failed_export_leaves_nothing(self, auditor, media, monkeypatch):
        def full(path, run):
            path.write_bytes(b"half a file")
            raise OSError(28, "No space left on device")

        monkeypatch.setitem(jobs.WRITERS, "csv", full)
        job = export(auditor)
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert "磁盘空间不足" in job.error
        assert [path for path in media.rglob("*") if path.is_file()] == []
        assert AuditEntry.objects.filter(action="export", after__state="failed").count() == 1

    def test_lost_job_is_given_up(self, auditor):
        job = export(auditor)
        ExportJob.objects.update(state=JobState.RUNNING, created_at=timezone.now() - timedelta(days=1))
        expire_exports()
        job.refresh_from_db()
        assert job.state == JobState.FAILED

    def test_interrupted_job_starts_again(self, auditor):
        job = export(auditor)
        job.state = JobState.RUNNING
        run_export(job)
        assert job.state == JobState.DONE

    def test_sixth_unfinished_export_is_refused(self, auditor):
        for _ in range(5):
            job = export(auditor)
            ExportJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
        with pytest.raises(WrongState):
            export(auditor)


class TestBackground:
    def test_large_export_is_run_by_a_worker(
        self, auditor, grid_worker, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(jobs, "IMMEDIATE_ROWS", 1)
        with django_capture_on_commit_callbacks(execute=True):
            job = export(auditor)
            assert job.state == JobState.QUEUED
        job.refresh_from_db()
        assert (job.state, job.rows, job.progress) == (JobState.DONE, 2, 100)

    def test_progress_is_seen_while_it_runs(self, auditor, monkeypatch):
        monkeypatch.setattr("portal.exchange.outgoing.progress.EVERY_SECONDS", 0)
        job = export(auditor)
        job.state, job.progress = JobState.RUNNING, 0
        with Progress(job) as progress:
            progress.expected = 200
            progress.seen(50)
            assert progress_of(job) == 25
            progress.seen(200)
            assert progress_of(job) == 99
        assert progress_of(job) == 0


@pytest.mark.django_db(transaction=True)
class TestSnapshot:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_rows_written_during_the_export_are_not_in_it(self, auditor, community, monkeypatch, kind):
        holder("先到", community)
        plain = jobs.Selection.sql.func

        class Late(jobs.Selection):
            """Somebody else commits between the count and the rows."""

            @property
            def sql(self):
                if not User.objects.filter(full_name="后到").exists():
                    holder("后到", community)
                return plain(self)

        monkeypatch.setattr(jobs, "Selection", Late)
        job = export(auditor, format=kind)
        assert User.objects.filter(full_name="后到").exists()
        assert job.rows == 2
        names = [row["账号"] for row in table(job)] if kind == "csv" else [row[1] for row in sheet(job)[1:]]
        assert "先到" in names
        assert "后到" not in names
        assert connection.in_atomic_block is False
