"""The bulletin's pages: what they state, where the figures lead, who may read them."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from economy.reports.actions import ReportDraft, save_report
from economy.reports.models import IndicatorReport
from portal.accounts.models import User
from portal.workflow.actions import take

pytestmark = pytest.mark.django_db


def article(html: str) -> str:
    """The text of the bulletin itself."""
    found = re.search(r'<article class="bulletin".*?</article>', html, re.S)
    return unescape(re.sub(r"<[^>]+>|\n", "", found[0])) if found else ""


def get(client, period: str, **query):
    return client.get(f"/desk/bulletin/{period}/", query)


def test_the_year_as_the_office_words_it(reader):
    page = get(reader("street_leader"), "2017").content.decode()
    assert (
        "工业路街道2017年工作情况简报一、经济运行"
        "2017年，工业路街道完成财政收入7107.2万元，超年度目标82%（年度目标3905万元）。" in article(page)
    )
    assert "另有 5 个数没有写入简报" in page


def test_the_year_to_march_as_the_office_words_it(reader):
    page = get(reader("economy_clerk"), "2018-03").content.decode()
    assert (
        "截至2018年3月底，工业路街道财政收入累计完成0.3亿元，同比增长34.23%；"
        "规模以上工业增加值累计完成0.12亿元，同比增长12.9%；"
        "工业总产值累计完成4.51亿元，同比增长15.91%；"
        "主营业务收入累计完成4.45亿元，同比增长14.46%。" in article(page)
    )


@pytest.mark.parametrize("period", ["2017", "2018-03"])
def test_every_figure_opens_to_record_and_document(reader, period):
    client = reader("street_leader")
    page = get(client, period).content.decode()
    links = set(re.findall(r'href="(/desk/(?:economy/reports|documents)/\d+/)"', page))
    assert len(links) >= 2
    assert {client.get(link).status_code for link in links} == {200}


def test_the_auditor_reads_the_first_street_with_figures(reader):
    assert "工业路街道2017年" in get(reader("auditor"), "2017").content.decode()


def test_an_outsider_is_shown_nothing_of_it(reader, office):
    client = reader("outsider")
    assert get(client, "2017", area=office.pk).status_code == 404
    assert client.get("/desk/bulletin/2017.docx", {"area": office.pk}).status_code == 404
    assert "7107.2" not in get(client, "2017").content.decode()


def test_without_a_post_that_reads_bulletins_it_is_refused(reader):
    assert get(reader("grid_worker"), "2017").status_code == 403


def test_a_community_reads_its_own(reader, office):
    client = reader("community_clerk")
    assert get(client, "2017", area=office.pk).status_code == 404
    page = article(get(client, "2017").content.decode())
    assert "2017年，朱寨社区居民委员会引进区外资金8.45亿元" in page
    assert "财政收入" not in page


def test_an_empty_period_says_what_to_do(reader):
    page = get(reader("street_leader"), "2016").content.decode()
    assert "2016年没有已发布的数据" in page
    assert "打开2018年1—3月简报" in page
    assert "下载 DOCX" not in page


@pytest.mark.parametrize("period", ["2018-13", "2018-3", "18", "abc", "2018-03-01", "9999", "２０１７"])
def test_a_malformed_period_is_not_found(reader, period):
    answer = get(reader("street_leader"), period)
    assert answer.status_code == 404
    assert "不是简报的期间。请写年份，如 2017；或者年月，如 2018-03。" in answer.content.decode()


def test_the_index_lists_what_can_be_written(reader, office):
    page = reader("street_leader").get(reverse("bulletin:index")).content.decode()
    assert re.findall(r'href="/desk/bulletin/([\d-]+)/', page) == ["2018-03", "2017"]


def test_the_switcher_leads_to_the_page(reader, office):
    answer = reader("street_leader").get("/desk/bulletin/", {"area": office.pk, "period": "2018-03"})
    assert answer.url == f"/desk/bulletin/2018-03/?area={office.pk}"


def test_the_same_number_of_queries_for_one_figure_or_four(reader, django_assert_max_num_queries):
    client = reader("street_leader")
    get(client, "2017")
    with django_assert_max_num_queries(28) as one:
        get(client, "2017")
    with django_assert_max_num_queries(28) as four:
        get(client, "2018-03")
    assert len(four) <= len(one)


def test_a_correction_names_its_revision(reader, office):
    client = reader("street_leader")
    clerk, chief = (User.objects.get(username=name) for name in ("economy_clerk", "section_chief"))
    old = IndicatorReport.objects.standing().get(title="工业路街道2018年1—3月财政收入")
    draft = ReportDraft(
        indicator=old.indicator, area=office, period=old.span, unit="亿元", cum_value=Decimal("0.31"),
        cum_text="0.31", reported_yoy_pct=Decimal("38.7"), yoy_text="38.7", correction_reason="漏计一笔",
    )  # fmt: skip
    report = save_report(draft, by=clerk, source=old.source_document)
    for step, by in (("submit", clerk), ("approve", chief), ("publish", chief)):
        take(report, step, by=by)
    page = get(client, "2018-03").content.decode()
    assert "财政收入累计完成0.31亿元，同比增长38.7%；" in article(page)
    row = page.split(f'<a href="{report.get_absolute_url()}">')[1].split("</tr>")[0]
    assert "第 2 版" in row


def test_december_is_the_year(reader):
    page = get(reader("street_leader"), "2017-12").content.decode()
    assert "2017年，工业路街道完成财政收入7107.2万元" in article(page)
    assert "无数据" not in page
