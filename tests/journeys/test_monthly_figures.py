"""The office's month: the clerk's form becomes figures, the chief publishes, the leader sees, the auditor proves."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from economy.indicators.models import Indicator, IndicatorTarget
from economy.reports.models import IndicatorReport
from portal.audit.models import AuditEntry
from tests.browser import take_step
from tests.portal.exchange.workbooks import FORMS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM = FORMS / "2018年1-3月主要经济指标.xlsx"
INDICATORS = {
    "fiscal_revenue": ("财政收入", "万元", ["街道财政收入"]),
    "industrial_value_added": ("规模以上工业增加值", "亿元", ["规上工业增加值"]),
    "gross_industrial_output": ("工业总产值", "亿元", []),
    "main_business_revenue": ("主营业务收入", "亿元", ["营业收入"]),
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def indicators(street) -> list[Indicator]:
    made = [
        Indicator(
            area=street, code=code, name=name, unit=unit, aliases=aliases, caliber="whole_area", order=order
        )
        for order, (code, (name, unit, aliases)) in enumerate(INDICATORS.items())
    ]
    Indicator.objects.bulk_create(made)
    IndicatorTarget.objects.create(indicator=made[0], area=street, year=2018, value=3905, unit="万元")
    return made


def upload(page: Page, form: Path) -> None:
    page.goto("/desk/imports/new/economy.monthly/")
    page.set_input_files("[name=file]", form)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("status")).to_contain_text("核对通过")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status").first).to_contain_text("写入 4 条")


def export(page: Page, folder: Path) -> tuple[list[dict[str, str]], dict]:
    """The list of figures as a CSV file and its manifest, whose hash is that of the file."""
    page.goto("/desk/economy/reports/")
    page.get_by_role("link", name="导出这些").click()
    page.get_by_label("CSV").check()
    page.fill("[name=reason]", "年度审计")
    page.get_by_role("button", name="导出", exact=True).click()
    files = []
    for name in ("下载文件", "下载清单"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files.append(folder / download.value.suggested_filename)
        download.value.save_as(files[-1])
    content, manifest = files[0].read_bytes(), json.loads(files[1].read_text(encoding="utf-8"))
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines())), manifest


def verify(page: Page, kept: str) -> str:
    """What the page says of the whole trail, asked with a seal number kept from before."""
    page.goto("/desk/audit/verify/")
    page.fill("[name=expected]", kept)
    page.get_by_role("button", name="开始校验").click()
    return page.inner_text("main")


@contextmanager
def the_publication_rewritten() -> Iterator[int]:
    """A database superuser rewrites what the trail says of the publication; the entry he changed.

    He puts it back: the trail cannot be emptied, so other tests go on with it.
    """
    entry = (
        AuditEntry.objects.filter(table_name="economy_indicatorreport", action="update").order_by("id").last()
    )
    write_actor(entry, "nobody")
    try:
        yield entry.id
    finally:
        write_actor(entry, entry.actor)


@transaction.atomic
def write_actor(entry: AuditEntry, actor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_entry SET actor = %s WHERE id = %s", [actor, entry.id])


def test_from_the_clerks_form_to_a_proved_trail(desk_of, indicators, street, economy_clerk, section_chief,
                                                street_leader, auditor, audit_admin, tmp_path):  # fmt: skip
    clerk = desk_of(economy_clerk.username)
    upload(clerk, FORM)
    report = IndicatorReport.objects.get(indicator__code="fiscal_revenue")
    clerk.goto(report.get_absolute_url())
    take_step(clerk, "提交")
    expect(clerk.locator(".record-head")).to_contain_text("待审核")

    chief = desk_of(section_chief.username)
    expect(chief.locator(".waiting").first).to_contain_text("财政收入")
    chief.goto(report.get_absolute_url())
    take_step(chief, "审核通过")
    take_step(chief, "发布")
    expect(chief.locator(".record-head")).to_contain_text("已发布")

    leader = desk_of(street_leader.username)
    leader.goto("/desk/economy/")
    card = leader.locator(".figure-card", has_text="财政收入")
    expect(card).to_contain_text("目标 3905万元")
    expect(card).to_contain_text("序时进度 25%")
    card.get_by_role("link", name="查看记录").click()
    expect(leader.get_by_role("link", name=FORM.stem)).to_be_visible()
    leader.goto("/desk/bulletin/2018-03/")
    report.refresh_from_db()
    expect(leader.locator("main")).to_contain_text(f"{report.cum_text}{report.unit}")

    rows, manifest = export(desk_of(auditor.username), tmp_path)
    assert (len(rows), manifest["rows"], manifest["by"]) == (4, 4, auditor.username)
    assert [row["本年累计（原样）"] for row in rows if row["指标"] == "财政收入"] == [report.cum_text]

    prover = desk_of(audit_admin.username)
    kept = f"{manifest['seal']['number']}:{manifest['seal']['digest']}"
    assert "完好" in verify(prover, kept)
    with the_publication_rewritten() as bad:
        assert f"第 {bad} 条" in verify(prover, kept)
    assert "完好" in verify(prover, kept)
