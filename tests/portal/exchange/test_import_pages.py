"""The pages and the API of imports: upload, dry run, confirm, cancel, template."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.attachments.models import Document
from portal.exchange.intake.actions import upload_import
from portal.exchange.intake.reading import read_sheets
from portal.exchange.models import ImportJob, ImportState
from tests.portal.exchange.registers import DocumentRegister, line, table
from tests.portal.exchange.workbooks import xlsx

pytestmark = pytest.mark.django_db
NAME = DocumentRegister.name
API = "/api/v1/exchange/imports/"


def file_of(*rows: list, name: str = "来文登记.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, xlsx(table(*rows)))


def job_of(user, area, *rows: list) -> ImportJob:
    return upload_import(NAME, file_of(*rows), area=area, by=user)


def address(name: str, *args) -> str:
    return reverse(f"exchange:{name}", args=args)


@pytest.fixture
def clerk(client, economy_clerk):
    client.force_login(economy_clerk)
    return client


def test_the_address_is_as_promised():
    assert (address("imports"), address("import_new", NAME)) == (
        "/desk/imports/",
        f"/desk/imports/new/{NAME}/",
    )


def test_upload_check_and_confirm(clerk, street):
    page = clerk.post(address("import_new", NAME), {"file": file_of(line(1), line(2)), "area": street.pk})
    job = ImportJob.objects.get()
    assert (page.status_code, page.url) == (302, address("import_job", job.pk))
    shown = clerk.get(page.url).content.decode()
    assert "核对通过，没有发现问题。确认后写入 2 条。" in shown
    assert clerk.post(address("import_confirm", job.pk)).url == page.url
    assert "写入 2 条" in clerk.get(page.url).content.decode()
    assert Document.objects.filter(document_number__startswith="样政").count() == 2


def test_problems_stand_in_a_table(clerk, street):
    clerk.post(address("import_new", NAME), {"file": file_of(line(1, day="2017.13")), "area": street.pk})
    shown = clerk.get(address("import_job", ImportJob.objects.get().pk)).content.decode()
    assert "<td>成文日期</td><td>2017.13</td><td>月份只能是 1–12</td><td>请改成如 2017.6</td>" in shown
    assert "确认导入" not in shown


def test_a_refused_file_comes_back_to_the_form(clerk, street):
    picture = SimpleUploadedFile("表.xlsx", b"\x89PNG\r\n\x1a\n")
    page = clerk.post(address("import_new", NAME), {"file": picture, "area": street.pk})
    assert (page.status_code, "这是图片，不是表格" in page.content.decode()) == (400, True)


def test_another_streets_area_is_no_choice(clerk, other_street):
    page = clerk.post(address("import_new", NAME), {"file": file_of(line(1)), "area": other_street.pk})
    assert (page.status_code, "您不能导入到这个区域" in page.content.decode()) == (400, True)


def test_an_untaken_tick_is_said_on_the_page(clerk, economy_clerk, street):
    job = job_of(economy_clerk, street, line(1, day="2118-01-01"))
    page = clerk.post(address("import_confirm", job.pk))
    assert (page.status_code, "有 1 处疑问" in page.content.decode()) == (400, True)
    clerk.post(address("import_confirm", job.pk), {"accept_questions": "on"})
    job.refresh_from_db()
    assert job.state == ImportState.CONFIRMED


def test_cancel(clerk, economy_clerk, street):
    job = job_of(economy_clerk, street, line(1))
    assert clerk.post(address("import_cancel", job.pk)).url == address("imports")
    assert "已取消" in clerk.get(address("imports")).content.decode()


def test_a_running_import_asks_for_itself_again(clerk, economy_clerk, street):
    job = job_of(economy_clerk, street, line(1))
    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.UPLOADED)
    part = clerk.get(address("import_job", job.pk), headers={"HX-Request": "true"}).content.decode()
    assert ('hx-trigger="every 2s"' in part, "<html" in part) == (True, False)
    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.CHECKED)
    done = clerk.get(address("import_job", job.pk), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_an_outsider_does_not_see_the_import(client, economy_clerk, outsider, street):
    job = job_of(economy_clerk, street, line(1))
    client.force_login(outsider)
    answers = [
        client.get(address("import_job", job.pk)),
        client.post(address("import_confirm", job.pk)),
        client.post(address("import_cancel", job.pk)),
    ]
    job.refresh_from_db()
    assert ([answer.status_code for answer in answers], job.state) == ([404] * 3, ImportState.CHECKED)


def test_a_post_without_imports_gets_no_page(client, grid_worker):
    client.force_login(grid_worker)
    assert client.get(address("imports")).status_code == 403
    assert client.get(address("import_new", NAME)).status_code == 403


def test_an_unknown_import_is_not_there(clerk):
    assert clerk.get(address("import_new", "no.such")).status_code == 404


def test_the_template_imports_once_it_is_filled_in(clerk, economy_clerk, street, tmp_path):
    answer = clerk.get(address("import_template", NAME))
    assert "来文登记（模板）.xlsx" in unquote(answer.headers["Content-Disposition"])
    path = tmp_path / "模板.xlsx"
    path.write_bytes(answer.content)
    form, notes = read_sheets(path)
    assert form.rows[2] == ["文号", "标题", "成文日期", "页数", "所属社区", "摘录"]
    assert notes.rows[1][:2] == ["文号", "必填"]
    filled = BytesIO(xlsx([*form.rows[:4], ["样1号", "通知", "2018.3", 2, "", ""]]))
    job = upload_import(
        NAME, SimpleUploadedFile("填好.xlsx", filled.getvalue()), area=street, by=economy_clerk
    )
    assert (job.problem_count, job.counts["rows"]) == (0, 1)
    assert [item["reason"] for item in job.set_aside] == ["模板里的示例"]


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    clerk, economy_clerk, street, django_assert_max_num_queries
):
    job_of(economy_clerk, street, line(1))
    clerk.get(address("imports"))
    with django_assert_max_num_queries(12) as one:
        clerk.get(address("imports"))
    for number in range(30):
        job_of(economy_clerk, street, line(number))
    with django_assert_max_num_queries(12) as thirty:
        clerk.get(address("imports"))
    assert len(one) == len(thirty)


def test_api_upload_poll_confirm(clerk, street):
    answer = clerk.post(API, {"name": NAME, "file": file_of(line(1)), "area": street.pk})
    body = answer.json()
    assert (answer.status_code, body["state"], body["counts"]["new"]) == (201, "checked", 1)
    done = clerk.post(f"{body['url']}confirm/", {}, content_type="application/json")
    assert (done.status_code, done.json()["written"]) == (202, 1)
    assert clerk.get(body["url"]).json()["state"] == "confirmed"


def test_api_without_area_takes_the_topmost_post(clerk, street):
    body = clerk.post(API, {"name": NAME, "file": file_of(line(1))}).json()
    assert body["area"] == street.pk


def test_api_problems_by_row_and_column(clerk, street):
    body = clerk.post(API, {"name": NAME, "file": file_of(line(1, pages="多"))}).json()
    problem = {
        "row": 3,
        "column": "页数",
        "field": "pages",
        "value": "多",
        "message": "不是数字",
        "cure": "请只填数字，单位写在表头",
    }
    assert {name: body["problems"][0][name] for name in problem} == problem
    refused = clerk.post(f"{body['url']}confirm/", {}, content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["row"]) == (400, 3)


def test_api_second_confirmation_is_409(clerk, street):
    url = clerk.post(API, {"name": NAME, "file": file_of(line(1))}).json()["url"]
    clerk.post(f"{url}confirm/", {}, content_type="application/json")
    assert clerk.post(f"{url}confirm/", {}, content_type="application/json").status_code == 409


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"name": NAME}, 400),
        ({"name": NAME, "file": "不是文件"}, 400),
        ({"name": NAME, "area": "甲"}, 400),
    ],
)
def test_api_refuses_what_is_missing(clerk, street, data, status):
    answer = clerk.post(API, data)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_api_outsider_gets_404(client, outsider, economy_clerk, street):
    job = job_of(economy_clerk, street, line(1))
    client.force_login(outsider)
    assert client.get(f"{API}{job.pk}/").status_code == 404
    assert client.post(API, {"name": NAME, "file": file_of(line(2)), "area": street.pk}).status_code == 404


def test_api_lists_what_may_be_imported(clerk):
    offered = {entry["name"]: entry for entry in clerk.get(f"{API}available/").json()}
    assert offered[NAME]["columns"][0] == {
        "name": "number",
        "label": "文号",
        "required": True,
        "hint": "代码，单元格设为文本格式",
    }
