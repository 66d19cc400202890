"""The enterprise ledger exactly as the office keeps it, and the rows offices get wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.industries.models import IndustryCode
from portal.errors import InvalidInput, NotVisible
from portal.exchange.intake.actions import confirm_import, upload_import
from portal.exchange.models import ImportState
from tests.governance.conftest import CODE, OTHER_CODE, facts
from tests.portal.exchange.workbooks import FORMS, xlsx

pytestmark = pytest.mark.django_db
LEDGER = "企业台账.csv"
HEAD = ["企业名称", "统一社会信用代码", "行业", "地址", "联系人", "联系电话"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path, industries):
    settings.MEDIA_ROOT = tmp_path


def upload(user, area, content: bytes, name: str = LEDGER, kind: str = "governance.enterprises"):
    return upload_import(kind, SimpleUploadedFile(name, content), area=area, by=user)


def ledger(user, area, *rows, head=HEAD, title=None):
    sheet = [*([[title]] if title else []), head, *rows]
    return upload(user, area, xlsx(sheet), "台账.xlsx")


def sentences(items) -> list[str]:
    return [item["sentence"] for item in items]


def test_the_office_ledger_is_told_row_by_row(economy_clerk, street):
    """GB18030 with a character GBK lacks; row 3 of the file has a wrong check digit, row 4 no code."""
    job = upload(economy_clerk, street, (FORMS / LEDGER).read_bytes())

    assert (job.state, job.counts["new"], job.counts["bad"]) == (ImportState.CHECKED, 3, 1)
    assert sentences(job.problems) == [
        "第 3 行“统一社会信用代码”写的是“91410106MA9K0002X3”，校验码不对：按前17位推算末位应是“6”，也可能是前面抄错了，请对照营业执照核对。"
    ]
    assert sentences(job.questions) == [
        "第 4 行“统一社会信用代码”：没有填，会登记为没有代码的企业，有代码请补上。"
    ]
    assert job.about["unknown"] == ["环评类型", "危废类别", "分包领导"]


def test_the_row_with_the_wrong_code_keeps_the_ledger_out(economy_clerk, street):
    job = upload(economy_clerk, street, (FORMS / LEDGER).read_bytes())

    with pytest.raises(InvalidInput, match="还有 1 处问题"):
        confirm_import(job, by=economy_clerk, accept_questions=True)
    assert not Enterprise.objects.exists()


def test_the_corrected_ledger_is_registered(economy_clerk, street):
    text = (FORMS / LEDGER).read_bytes().decode("gb18030").replace("91410106MA9K0002X3", "91410106MA9K0002X6")
    job = upload(economy_clerk, street, text.encode("gb18030"))
    confirm_import(job, by=economy_clerk, accept_questions=True)

    rows = Enterprise.objects.order_by("pk").values_list(
        "name", "uscc", "uscc_missing_reason", "industry__code"
    )
    assert list(rows) == [
        ("样例甲机械制造有限公司", CODE, "", "3412"),
        ("样例乙䶮铝业有限公司", "91410106MA9K0002X6", "", "3216"),
        ("样例丙建材有限公司", "", "台账中没有填写", "3021"),
    ]
    first, *_, last = Enterprise.objects.order_by("pk")
    assert (first.contact_person.reveal(), first.contact_phone.reveal()) == ("张三", "13800138000")
    assert (last.contact_person, last.contact_phone.reveal()) == ("", "0371-68920000")
    assert (first.business_address, first.source_document, first.area) == (
        "上街区工业路样例1号",
        job.document,
        street,
    )


def test_the_same_ledger_again_changes_nothing(economy_clerk, street):
    rows = [["样例甲", CODE, 3412, "一号", "张三", "13800138000"], ["样例乙", "", "", "", "", ""]]
    confirm_import(ledger(economy_clerk, street, *rows), by=economy_clerk, accept_questions=True)
    again = ledger(economy_clerk, street, *rows)

    assert (again.counts["unchanged"], again.counts["new"]) == (2, 0)


def test_the_preview_masks_persons(economy_clerk, street):
    job = ledger(economy_clerk, street, ["样例甲", CODE, "3412", "一号", "张三丰", "13800138000"])

    shown = [cell["text"] for cell in job.preview[0]["cells"]]
    assert ("张**" in shown, "138****8000" in shown, "13800138000" in str(job.preview)) == (True, True, False)


def test_a_blank_cell_keeps_what_is_on_record(economy_clerk, community):
    made = register_enterprise(
        facts("样例甲", uscc=CODE, contact_phone="13800138000"), area=community, by=economy_clerk
    )
    job = ledger(economy_clerk, community, ["样例甲", CODE, "3412", "", "", ""])
    confirm_import(job, by=economy_clerk)
    made.refresh_from_db()

    assert (made.industry.code, made.contact_phone.reveal()) == ("3412", "13800138000")


def test_a_code_found_later_goes_to_the_enterprise_of_that_name(economy_clerk, community):
    made = register_enterprise(facts("样例（郑州）机械有限公司"), area=community, by=economy_clerk)
    job = ledger(economy_clerk, community, ["样例(郑州)机械有限公司", CODE, "", "", "", ""])
    assert (job.counts["changed"], job.question_count) == (1, 0)
    confirm_import(job, by=economy_clerk)
    made.refresh_from_db()

    assert (made.uscc, made.uscc_missing_reason) == (CODE, "")


def test_a_row_without_a_code_is_known_by_its_name(economy_clerk, community, enterprise):
    job = ledger(economy_clerk, community, [enterprise.name, "", "3412", "", "", ""])

    assert (job.counts["changed"], job.question_count) == (1, 0)


def test_a_new_name_of_a_known_code_stays_findable_by_the_old(economy_clerk, community, enterprise):
    job = ledger(economy_clerk, community, ["样例新名", CODE, "", "", "", ""])
    confirm_import(job, by=economy_clerk)
    enterprise.refresh_from_db()

    assert (enterprise.name, enterprise.aliases) == ("样例新名", ["样例机械制造有限公司"])


def test_a_namesake_with_another_code_is_asked_about(economy_clerk, community, enterprise):
    job = ledger(economy_clerk, community, [enterprise.name, OTHER_CODE, "", "", "", ""])

    assert sentences(job.questions) == [
        f"第 2 行“企业名称”写的是“{enterprise.name}”，已登记了同名企业，信用代码是 {CODE}，这一行会另外登记一家，"
        "是同一家的，请核对信用代码。"
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["样例甲", CODE], ["样例乙", CODE]], "第 3 行“统一社会信用代码”"),
        ([["样例甲", ""], ["样例甲", ""]], "第 3 行“企业名称”"),
        ([["样例机械制造有限公司", CODE], ["样例机械制造有限公司", ""]], "第 3 行“企业名称”"),
    ],
)
def test_one_enterprise_in_two_rows_is_a_problem(economy_clerk, community, enterprise, rows, told):
    job = ledger(economy_clerk, community, *rows, head=HEAD[:2])

    assert [sentence.startswith(told) for sentence in sentences(job.problems)] == [True]
    assert "第 2 行" in job.problems[0]["message"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["样例甲", CODE, "9999", "", "", ""], "已载入的行业分类表里没有“9999”"),
        (["样例甲", CODE, "", "", "", "12345"], "不是电话号码"),
        (["样例甲", 9.1410106e17, "", "", "", ""], "后面的已丢失"),
        (["", CODE, "", "", "", ""], "没有填"),
    ],
)
def test_what_cannot_be_taken(economy_clerk, community, row, told):
    job = ledger(economy_clerk, community, row)

    assert (job.problem_count, told in sentences(job.problems)[0]) == (1, True)


def test_money_dates_and_communities(economy_clerk, street, community, other_community):
    head = ["企业名称", "信用代码", "所属社区", "注册资本（元）", "成立日期", "规模"]
    rows = [
        ["样例甲", CODE, "甲社区", 8000000, "2013.5", "小型"],
        ["样例乙", OTHER_CODE, "乙社区", "0.5亿元", "2014年", ""],
    ]
    confirm_import(ledger(economy_clerk, street, *rows, head=head), by=economy_clerk)

    found = Enterprise.objects.order_by("pk").values_list(
        "area__name", "registered_capital", "established_on"
    )
    assert list(found) == [
        ("甲社区", Decimal(800), date(2013, 5, 1)),
        ("乙社区", Decimal(5000), date(2014, 1, 1)),
    ]


def test_an_outsider_imports_nothing_here(outsider, street):
    with pytest.raises(NotVisible):
        ledger(outsider, street, ["样例甲", CODE, "", "", "", ""])


def test_a_community_clerk_imports_only_below(community_clerk, community, other_community):
    head = ["企业名称", "信用代码", "所属社区"]
    job = ledger(community_clerk, community, ["样例甲", CODE, "乙社区"], head=head)

    assert "没有这个区域，或者不在您负责的区域内" in sentences(job.problems)[0]


def test_the_system_administrator_loads_an_amendment_of_the_standard(admin_user, district):
    head = ["门类", "代码", "名称"]
    rows = [
        ["C", "368", "样例增补中类"],
        ["", "C3681", "样例增补小类一"],
        ["", "3682", "样例增补小类二"],
    ]
    job = upload(admin_user, district, xlsx([head, *rows]), "分类.xlsx", "governance.industries")
    assert (job.counts["new"], job.problem_count) == (3, 0)
    confirm_import(job, by=admin_user)

    assert IndustryCode.objects.get(code="3681").parent.code == "368"


def test_a_line_of_the_standard_without_the_one_above_stops_the_load(admin_user, district):
    job = upload(
        admin_user,
        district,
        xlsx([["门类", "代码", "名称"], ["C", "3691", "样例增补小类"]]),
        "分类.xlsx",
        "governance.industries",
    )

    with pytest.raises(InvalidInput, match="上级 369 不在表中"):
        confirm_import(job, by=admin_user)
    assert not IndustryCode.objects.filter(code="3691").exists()
