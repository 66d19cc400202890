"""Investment as the street does it: land found by a leader, money followed from lead to bulletin, the old ledger."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import check_accessibility, check_width, tab_to, take_step
from tests.portal.exchange.workbooks import FORMS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEDGER = FORMS / "2017年招商项目台账.xlsx"


@pytest.fixture
def desk(transactional_db, settings, tmp_path, desk_of) -> Callable[[str], Page]:
    """The sample street, as the demo has it; `desk("economy_clerk")` is one of its people at work."""
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("setup_demo", verbosity=0)
    return lambda username: desk_of(username, settings.DEMO_PASSWORD)


@pytest.fixture
def paper(tmp_path) -> Path:
    """A file to prove things with."""
    file = tmp_path / "进账单.pdf"
    file.write_bytes(b"%PDF-1.4\n% a receipt\n%%EOF\n")
    return file


def test_a_leader_finds_free_land_near_the_airfield_without_a_mouse(desk):
    page = desk("street_leader")
    page.goto("/desk/")
    tab_to(page, "招商地图")
    page.keyboard.press("Enter")
    page.wait_for_url("**/economy/map/")
    for label, typed in (("状态", "净地可供"), ("离哪里近", "上街机场")):
        tab_to(page, label)
        choose(page, typed)
    tab_to(page, "不超过（公里）")
    page.keyboard.type("1.3")
    page.keyboard.press("Enter")
    page.wait_for_url("**km=1.3**")
    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("净地可供")
    check_accessibility(page)
    tab_to(page, "通航产业园二号地")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("通航产业园二号地")
    tab_to(page, "地块卡")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card/")
    expect(page.locator("main")).to_contain_text("78.61")


def choose(page: Page, option: str) -> None:
    """Go down the choices of the field in focus to `option`."""
    for _ in range(30):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.selectedOptions[0].text") == option:
            return
    raise AssertionError(f"没有“{option}”可选")


def test_money_is_followed_from_the_lead_to_the_bulletin(desk, paper, tmp_path):
    today = timezone.localdate()
    clerk = desk("economy_clerk")
    clerk.goto("/desk/economy/projects/new/")
    clerk.get_by_label("项目名称").fill("演练飞机内饰项目")
    clerk.get_by_label("所在社区").select_option(label="通航社区居民委员会")
    clerk.get_by_label("计划总投资").fill("1.2亿元")
    clerk.get_by_role("button", name="登记", exact=True).click()
    clerk.get_by_role("link", name="推进阶段").click()
    clerk.get_by_label("转入阶段").select_option(label="签约")
    clerk.get_by_label("日期").fill(f"{today:%Y-%m}")
    clerk.set_input_files("[name=file]", paper)
    clerk.locator("form.form button[type=submit]").click()
    expect(clerk.locator(".record-head")).to_contain_text("签约")

    clerk.get_by_role("link", name="填报到位资金").click()
    clerk.get_by_label("金额").fill("0.5亿元")
    clerk.get_by_label("到账日期").fill(today.isoformat())
    clerk.get_by_label("资金来源地").fill("北京市朝阳区")
    clerk.get_by_label("凭证号").fill("YL-0001")
    clerk.set_input_files("[name=file]", paper)
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.locator("main")).to_contain_text("进账单.pdf")
    take_step(clerk, "提交")
    entry = clerk.url

    chief = desk("section_chief")
    expect(chief.locator(".waiting").first).to_contain_text("演练飞机内饰项目")
    chief.goto(entry)
    expect(chief.locator("main")).to_contain_text("是（来源 11，项目所在省 41）")
    take_step(chief, "审核计入")
    expect(chief.locator(".record-head")).to_contain_text("已计入")

    leader = desk("street_leader")
    leader.goto("/desk/economy/funnel/")
    expect(leader.locator(".funnel-stage", has_text="签约")).to_contain_text("演练飞机内饰项目")
    leader.goto(f"/desk/bulletin/{today:%Y-%m}/")
    figure = leader.get_by_role("link", name="5000万元").first
    expect(figure).to_be_visible()
    figure.click()
    expect(leader.locator("#list tbody tr, main tbody tr")).to_have_count(1)
    leader.get_by_role("link", name="YL-0001").or_(leader.locator("main tbody a").first).first.click()
    expect(leader.get_by_role("link", name="进账单.pdf")).to_be_visible()

    assert [row["凭证号"] for row in exported(desk("auditor"), tmp_path)] == ["YL-0001"]


def exported(page: Page, folder: Path) -> list[dict[str, str]]:
    """The money that arrived this year, as the auditor takes it away."""
    page.goto("/desk/economy/funds/?search=YL-0001")
    page.get_by_role("link", name="导出这些").click()
    page.get_by_label("CSV").check()
    page.fill("[name=reason]", "专项审计")
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").click()
    download.value.save_as(folder / "funds.csv")
    return list(csv.DictReader((folder / "funds.csv").read_text(encoding="utf-8-sig").splitlines()))


def test_the_old_ledger_is_taken_in_as_it_is(desk):
    clerk = desk("economy_clerk")
    clerk.goto("/desk/imports/new/economy.projects/")
    clerk.set_input_files("[name=file]", LEDGER)
    clerk.get_by_role("button", name="上传并核对").click()
    told = clerk.locator("main")
    expect(told).to_contain_text("没有错误，有 3 处疑问")
    expect(told).to_contain_text("第 9 行，合计行")
    expect(told).to_contain_text("看不出“推进中”是哪个阶段")
    expect(told).to_contain_text("2017年6月")
    check_accessibility(clerk)
    check_width(clerk)
    clerk.get_by_label("以上 3 处疑问已核对无误").check()
    clerk.get_by_role("button", name="确认导入").click()
    expect(clerk.get_by_role("status").first).to_contain_text("写入 1 条")

    clerk.goto("/desk/economy/projects/?search=海王")
    expect(clerk.locator("main")).to_contain_text("2017.6")
    clerk.goto("/desk/imports/new/economy.projects/")
    clerk.set_input_files("[name=file]", LEDGER)
    clerk.get_by_role("button", name="上传并核对").click()
    expect(told).to_contain_text("这个文件已于")
