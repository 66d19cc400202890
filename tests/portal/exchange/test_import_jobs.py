"""An import from upload to confirmation: dry run first, all or nothing, once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from portal.attachments.models import Document
from portal.errors import InvalidInput, NotPermitted, NotVisible, WrongState
from portal.exchange.intake.actions import (
    AlreadyImported,
    cancel_import,
    confirm_import,
    sweep_imports,
    upload_import,
    write_import,
)
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.declare import available_imports
from portal.exchange.intake.files import FileRefused
from portal.exchange.models import HeaderAlias, ImportJob, ImportState
from tests.portal.exchange.registers import HEAD, DocumentRegister, line, table
from tests.portal.exchange.workbooks import xlsx

pytestmark = pytest.mark.django_db
NAME = DocumentRegister.name


def upload(user, area, rows, file_name="来文登记.xlsx", content=None) -> ImportJob:
    file = SimpleUploadedFile(file_name, content or xlsx(rows))
    return upload_import(NAME, file, area=area, by=user)


def records() -> list[tuple]:
    """The registered documents, without the source files kept for imports."""
    found = Document.objects.exclude(document_number="").order_by("document_number")
    return list(found.values_list("document_number", "title", "size"))


def test_a_good_file_is_checked_and_nothing_is_written(economy_clerk, street):
    job = upload(economy_clerk, street, table(line(1), line(2)))
    assert (job.state, job.problem_count, job.counts["new"]) == (ImportState.CHECKED, 0, 2)
    assert [cell["text"] for cell in job.preview[0]["cells"]] == [
        "样政〔2018〕1号",
        "第1号通知",
        "2018-04-08",
        "3",
    ]
    assert records() == []


def test_confirming_writes_all_rows_with_their_source(economy_clerk, street):
    job = confirm_import(upload(economy_clerk, street, table(line(1), line(2))), by=economy_clerk)
    assert (job.state, job.written, job.confirmed_by) == (ImportState.CONFIRMED, 2, economy_clerk)
    assert records() == [("样政〔2018〕1号", "第1号通知", 3), ("样政〔2018〕2号", "第2号通知", 3)]
    assert (job.document.sha256, job.document.title) == (job.sha256, "来文登记.xlsx")
    assert job.document.file_name == "来文登记.xlsx"
    document = Document.objects.get(document_number="样政〔2018〕1号")
    assert (document.area, document.created_by) == (street, economy_clerk)


def test_every_row_is_on_the_trail_with_actor_and_reason(economy_clerk, street):
    confirm_import(upload(economy_clerk, street, table(line(1), line(2))), by=economy_clerk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, reason, after->>'document_number' FROM audit_entry"
            " WHERE table_name = 'attachments_document' AND after->>'document_number' <> '' ORDER BY id"
        )
        assert cursor.fetchall() == [
            ("economy_clerk", "导入 来文登记.xlsx", "样政〔2018〕1号"),
            ("economy_clerk", "导入 来文登记.xlsx", "样政〔2018〕2号"),
        ]


def test_bad_rows_are_all_told_and_nothing_is_written(economy_clerk, street):
    rows = table(line(1), line(2, pages="多"), line(3, day="2018.13"), line(4, title=""), line(1))
    job = upload(economy_clerk, street, rows)
    assert [problem["sentence"] for problem in job.problems] == [
        "第 4 行“页数”写的是“多”，不是数字，请只填数字，单位写在表头。",
        "第 5 行“成文日期”写的是“2018.13”，月份只能是 1–12，请改成如 2018.6。",
        "第 6 行“标题”：没有填，请补上，或删去这一行。",
        "第 7 行“文号”写的是“样政〔2018〕1号”，与第 3 行重复，请只保留一行。",
    ]
    with pytest.raises(InvalidInput, match="还有 4 处问题"):
        confirm_import(job, by=economy_clerk)
    assert (records(), job.counts["bad"]) == ([], 4)


def test_questions_need_a_tick(economy_clerk, street):
    job = upload(economy_clerk, street, table(line(1, day="2118-04-08")))
    with pytest.raises(InvalidInput, match="有 1 处疑问"):
        confirm_import(job, by=economy_clerk)
    assert records() == []
    confirm_import(job, by=economy_clerk, accept_questions=True)
    assert len(records()) == 1


def test_the_same_key_again_changes_only_what_differs(economy_clerk, street):
    confirm_import(upload(economy_clerk, street, table(line(1), line(2))), by=economy_clerk)
    job = upload(economy_clerk, street, table(line(1), line(2, title="改名的通知"), line(3)))
    assert {name: job.counts[name] for name in ("new", "changed", "unchanged")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
    }
    changed = next(row for row in job.preview if row["status"] == "changed")
    assert changed["cells"][1] == {"text": "改名的通知", "before": "第2号通知"}
    assert confirm_import(job, by=economy_clerk).written == 2
    assert records()[1:] == [("样政〔2018〕2号", "改名的通知", 3), ("样政〔2018〕3号", "第3号通知", 3)]


def test_the_same_file_again_is_told_and_adds_nothing(economy_clerk, street):
    content = xlsx(table(line(1)))
    confirm_import(upload(economy_clerk, street, None, content=content), by=economy_clerk)
    again = upload(economy_clerk, street, None, "另一个名字.xlsx", content=content)
    assert again.questions[0]["message"].startswith("这个文件已于")
    assert confirm_import(again, by=economy_clerk, accept_questions=True).written == 0
    assert len(records()) == 1


def test_the_same_file_confirmed_from_a_second_upload_meanwhile(economy_clerk, street):
    content = xlsx(table(line(1)))
    first = upload(economy_clerk, street, None, content=content)
    second = upload(economy_clerk, street, None, content=content)
    confirm_import(first, by=economy_clerk)
    with pytest.raises(AlreadyImported, match=r"这个文件已于.*由样例economy_clerk导入，不用再导入"):
        confirm_import(second, by=economy_clerk)
    assert (second.state, len(records())) == (ImportState.FAILED, 1)


def test_confirming_twice_is_refused_with_who_was_first(economy_clerk, section_chief, street):
    job = upload(economy_clerk, street, table(line(1)))
    other = ImportJob.objects.get(pk=job.pk)
    confirm_import(job, by=economy_clerk)
    with pytest.raises(WrongState, match="由样例economy_clerk导入"):
        confirm_import(other, by=section_chief)
    assert len(records()) == 1


def test_records_changed_since_the_dry_run_are_shown_again(economy_clerk, street):
    job = upload(economy_clerk, street, table(line(1, title="甲")))
    confirm_import(upload(economy_clerk, street, table(line(1, title="乙"))), by=economy_clerk)
    with pytest.raises(WrongState, match="您核对之后"):
        confirm_import(job, by=economy_clerk)
    job.refresh_from_db()
    assert (job.state, job.counts["changed"], records()[0][1]) == (ImportState.CHECKED, 1, "乙")
    confirm_import(job, by=economy_clerk)
    assert records()[0][1] == "甲"


def test_a_figure_a_thousand_times_the_recorded_one_is_asked_about(economy_clerk, street):
    confirm_import(upload(economy_clerk, street, table(line(1))), by=economy_clerk)
    job = upload(economy_clerk, street, table(line(1, pages=3000)))
    assert [q["sentence"] for q in job.questions] == [
        "第 3 行“页数”写的是“3000”，与已有记录的 3 相差千倍以上，请核对是否写错了单位。"
    ]


def test_nothing_is_half_written_when_the_database_refuses(economy_clerk, street):
    job = upload(economy_clerk, street, table(line(1), line(2)))
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE attachments_document ADD CONSTRAINT no_second CHECK (document_number !~ '2号$') NOT VALID"
        )
    with pytest.raises(WrongState, match="导入没有完成，什么都没有写入"):
        confirm_import(job, by=economy_clerk)
    assert (records(), job.state, job.document) == ([], ImportState.FAILED, None)


def test_an_unreadable_file_fails_with_a_sentence(economy_clerk, street):
    job = upload(economy_clerk, street, [["你好", "世界"], [1, 2]])
    assert (job.state, job.error[:7]) == (ImportState.FAILED, "没有找到表头，")


def test_a_refused_file_is_not_kept(economy_clerk, street):
    with pytest.raises(FileRefused, match="图片"):
        upload(economy_clerk, street, None, "表.xlsx", content=b"\x89PNG\r\n")
    assert not ImportJob.objects.exists()


def test_an_outsider_sees_neither_the_area_nor_the_import(economy_clerk, outsider, street):
    with pytest.raises(NotVisible):
        upload(outsider, street, table(line(1)))
    job = upload(economy_clerk, street, table(line(1)))
    with pytest.raises(NotVisible):
        confirm_import(job, by=outsider)
    assert not ImportJob.objects.handled_by(outsider).exists()
    assert records() == []


def test_a_community_clerk_imports_only_into_his_community(community_clerk, community, street):
    with pytest.raises(NotPermitted, match="样例街道"):
        upload(community_clerk, street, table(line(1)))
    assert confirm_import(upload(community_clerk, community, table(line(1))), by=community_clerk).written == 1


def test_rows_for_an_area_out_of_reach_are_told(community_clerk, community, other_community):
    rows = table([*line(1), "甲社区"], [*line(2), "乙社区"], [*line(3), ""], head=[*HEAD, "所属社区"])
    job = upload(community_clerk, community, rows)
    assert [problem["row"] for problem in job.problems] == [4, 5]
    assert job.problems[0]["sentence"] == (
        "第 4 行“所属社区”写的是“乙社区”，没有这个区域，或者不在您负责的区域内，请写本区域内区域的全称或代码。"
    )


def test_rows_go_to_the_area_they_name(economy_clerk, street, community, other_community):
    rows = table(
        [*line(1), "甲社区"], [*line(2), "　"], [*line(3), other_community.code], head=[*HEAD, "所属社区"]
    )
    confirm_import(upload(economy_clerk, street, rows), by=economy_clerk)
    areas = (
        Document.objects.exclude(document_number="")
        .order_by("document_number")
        .values_list("area__name", flat=True)
    )
    assert list(areas) == ["甲社区", "甲社区", "乙社区"]


def test_nobody_may_import_nothing(nobody):
    assert available_imports(nobody) == []


def test_cancelled_imports_cannot_be_confirmed(economy_clerk, street):
    job = cancel_import(upload(economy_clerk, street, table(line(1))), by=economy_clerk)
    with pytest.raises(WrongState, match="已取消"):
        confirm_import(job, by=economy_clerk)


def test_aliases_of_the_office_above_count(community_clerk, community, street, other_street):
    HeaderAlias.objects.create(area=street, import_name=NAME, field="number", text="公文编号")
    HeaderAlias.objects.create(area=other_street, import_name=NAME, field="title", text="公文题名")
    rows = [["公文编号", "标题", "公文题名", "页数"], ["样1号", "甲", "乙", 1]]
    job = upload(community_clerk, community, rows)
    assert (job.problem_count, job.about["unknown"]) == (0, ["公文题名"])


def test_large_files_and_long_tables_go_to_a_worker(
    economy_clerk, street, settings, django_capture_on_commit_callbacks
):
    settings.IMPORT_AT_ONCE_BYTES = settings.IMPORT_AT_ONCE_ROWS = 0
    with django_capture_on_commit_callbacks(execute=True) as queued:
        job = upload(economy_clerk, street, table(line(1)))
    job.refresh_from_db()
    assert (len(queued), job.state) == (1, ImportState.CHECKED)
    with django_capture_on_commit_callbacks(execute=True) as queued:
        assert confirm_import(job, by=economy_clerk).state == ImportState.CONFIRMING
    job.refresh_from_db()
    assert (len(queued), job.state, len(records())) == (1, ImportState.CONFIRMED, 1)


def test_a_task_delivered_twice_writes_once(economy_clerk, street):
    job = confirm_import(upload(economy_clerk, street, table(line(1))), by=economy_clerk)
    write_import(ImportJob.objects.get(pk=job.pk))
    assert len(records()) == 1


def test_unconfirmed_uploads_are_swept_away(economy_clerk, street):
    job = upload(economy_clerk, street, table(line(1)))
    assert sweep_imports() == 0
    ImportJob.objects.filter(pk=job.pk).update(created_at="2018-01-01T00:00:00Z")
    path = job.file.path
    assert sweep_imports() == 1
    job.refresh_from_db()
    assert (job.state, job.file.name, job.preview) == (ImportState.CANCELLED, "", [])
    assert not Path(path).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_confirming_at_once_one_wins(economy_clerk, section_chief, street):
    job = upload(economy_clerk, street, table(*[line(n) for n in range(200)]))
    results: list[str] = []
    start = threading.Barrier(2)

    def confirm(user) -> None:
        mine = ImportJob.objects.get(pk=job.pk)
        start.wait()
        try:
            results.append(confirm_import(mine, by=user).state)
        except WrongState:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(user,)) for user in (economy_clerk, section_chief)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["confirmed", "refused"]
    assert len(records()) == 200


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_record_at_once_make_one_record(economy_clerk, section_chief, street):
    jobs = [upload(economy_clerk, street, table(line(1, title=title))) for title in ("甲", "乙")]
    start = threading.Barrier(2)
    results: list[str] = []

    def confirm(pk: int, user) -> None:
        mine = ImportJob.objects.get(pk=pk)
        start.wait()
        try:
            results.append(confirm_import(mine, by=user).state)
        except WrongState:
            results.append("shown again")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=confirm, args=(job.pk, user))
        for job, user in zip(jobs, (economy_clerk, section_chief), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["confirmed", "shown again"]
    assert len(records()) == 1


def test_many_records_are_copied_in_like_few(street, economy_clerk):
    few, many = (
        [
            Document(area=street, title=f"{name}\t换\n行\\", created_by=economy_clerk, size=1)
            for name in ("甲", "乙")
        ]
        for _ in range(2)
    )
    with transaction.atomic():
        add_many(few)
        add_many(many, copied_from=1)
    names = ("area", "title", "size", "dated_on", "file", "sha256", "created_by")
    rows = list(Document.objects.order_by("pk").values_list(*names))
    assert rows[:2] == rows[2:]
    assert Document.objects.filter(created_at__isnull=True).count() == 0
