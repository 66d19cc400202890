"""The pages of the register: what is found, shown masked, entered, refused beside its field."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from governance.industries.models import IndustryCode
from governance.years.actions import record_year
from portal.audit.models import AuditEntry
from portal.workflow.actions import take
from tests.governance.conftest import CODE, OTHER_CODE, facts

pytestmark = pytest.mark.django_db
LIST = "/desk/governance/enterprises/"


def entered(**more):
    return {"name": "样例新厂", "uscc": OTHER_CODE, **more}


def test_the_list_shows_persons_masked(as_user, economy_clerk, enterprise):
    page = as_user(economy_clerk).get(LIST).content.decode()

    assert (enterprise.name in page, "欧***" in page, "欧阳建国" in page) == (True, True, False)


def test_search_by_name_code_and_former_name(as_user, economy_clerk, community, enterprise):
    register_enterprise(facts("别的店", aliases=["老字号"]), area=community, by=economy_clerk)
    browser = as_user(economy_clerk)

    for words, found in (("机械", "样例机械"), (CODE.lower(), "样例机械"), ("老字号", "别的店")):
        page = browser.get(LIST, {"q": words}).content.decode()
        assert (found in page, "共 1 条" in page) == (True, True)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "suspended"}, {"停业的店"}),
        ({"has_code": "false"}, {"停业的店"}),
        ({"has_code": "true"}, {"样例机械制造有限公司"}),
        ({"industry__section": "C"}, {"停业的店"}),
        ({"designated_in": "2017"}, {"样例机械制造有限公司"}),
        ({"designated_in": "2016"}, set()),
    ],
)
def test_filters(as_user, economy_clerk, community, industries, enterprise, asked, names):
    other = register_enterprise(
        facts("停业的店", industry=industries["3021"]), area=community, by=economy_clerk
    )
    take(other, "suspend", by=economy_clerk, note="停业")
    record_year(enterprise, year=2017, by=economy_clerk, is_above_designated_size=True)
    page = as_user(economy_clerk).get(LIST, asked).content.decode()

    assert {name for name in ("停业的店", "样例机械制造有限公司") if name in page} == names


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_whatever_its_length(as_user, economy_clerk, community, industries, rows):
    for number in range(rows):
        given = facts(f"样例{number}号厂", industry=industries["3021"], contact_person="张三")
        register_enterprise(given, area=community, by=economy_clerk)
    browser = as_user(economy_clerk)
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as queries:
        browser.get(LIST)

    assert len(queries) <= 6, [query["sql"] for query in queries]


def test_the_record_shows_facts_and_years_in_few_queries(as_user, economy_clerk, enterprise):
    for year in range(2010, 2018):
        record_year(enterprise, year=year, by=economy_clerk, revenue=2260.5)
    browser = as_user(economy_clerk)
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(enterprise.get_absolute_url()).content.decode()

    assert len(queries) <= 8, [query["sql"] for query in queries]
    assert (CODE in page, "2260.5" in page, "138****8000" in page, "13800138000" in page) == (
        True,
        True,
        True,
        False,
    )


@pytest.mark.parametrize("cast", ["outsider", "admin_user"])
def test_an_enterprise_out_of_scope_is_not_there(request, as_user, enterprise, cast):
    assert as_user(request.getfixturevalue(cast)).get(enterprise.get_absolute_url()).status_code == 404


def test_the_form_registers(as_user, economy_clerk, community, industries):
    given = entered(area=community.pk, industry="财产保险", registered_capital="0.5亿元", established_on="2016-03-01",
                    aliases="新厂、小新", contact_phone="138 0013 8000")  # fmt: skip
    answer = as_user(economy_clerk).post(f"{LIST}new/", given)
    made = Enterprise.objects.get()

    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.industry.printed, made.registered_capital, made.aliases) == ("J6820", 5000, ["新厂", "小新"])
    assert made.contact_phone.reveal() == "13800138000"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"uscc": "91410106MA9K0002X3"}, "校验码不对"),
        ({"uscc": ""}, "没有填。确实没有代码的"),
        ({"industry": "9999"}, "已载入的行业分类表里没有“9999”"),
        ({"registered_capital": "约500万元"}, "请填确切的数字"),
        ({"contact_phone": "12345"}, "手机号"),
        ({"established_on": "2016-13-01"}, "日期应形如 2018-03-01"),
        ({"name": ""}, "有 1 处需要改"),
    ],
)
def test_what_is_refused_stays_in_the_form(as_user, economy_clerk, community, industries, wrong, told):
    page = as_user(economy_clerk).post(
        f"{LIST}new/", {**entered(note="写了很久"), "area": community.pk, **wrong}
    )

    assert (page.status_code, told in page.content.decode(), "写了很久" in page.content.decode()) == (
        200,
        True,
        True,
    )
    assert not Enterprise.objects.exists()


def test_a_known_code_is_told_beside_its_field(as_user, economy_clerk, community, enterprise):
    page = as_user(economy_clerk).post(f"{LIST}new/", {**entered(uscc=CODE), "area": community.pk})

    assert f"信用代码 {CODE} 已登记在“{enterprise.name}”名下" in page.content.decode()


def test_the_form_sent_back_unchanged_changes_nothing(as_user, economy_clerk, enterprise):
    browser, address = as_user(economy_clerk), f"{enterprise.get_absolute_url()}edit/"
    form = browser.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    entries = AuditEntry.objects.filter(table_name="governance_enterprise").count()
    answer = browser.post(address, given)

    assert answer.status_code == 302
    assert AuditEntry.objects.filter(table_name="governance_enterprise").count() == entries


def test_a_change_of_name_asks_for_its_grounds(as_user, economy_clerk, enterprise, community):
    address = f"{enterprise.get_absolute_url()}edit/"
    given = {"name": "样例新名", "uscc": CODE, "area": community.pk, "contact_phone": "138****8000"}
    browser = as_user(economy_clerk)
    page = browser.post(address, given).content.decode()
    browser.post(address, {**given, "reason": "变更登记通知书"})
    enterprise.refresh_from_db()

    assert "没有写依据" in page
    assert (enterprise.name, enterprise.contact_phone.reveal()) == ("样例新名", "13800138000")


def test_personal_data_in_full_needs_a_purpose_and_leaves_a_trace(as_user, economy_clerk, enterprise):
    browser, address = as_user(economy_clerk), f"{enterprise.get_absolute_url()}reveal/"
    refused = browser.post(address, {"field": "contact_phone", "purpose": "……。。"})
    shown = browser.post(address, {"field": "contact_phone", "purpose": "通知参加安全例会"})

    assert "13800138000" not in refused.content.decode()
    assert ("13800138000" in shown.content.decode(), shown["Cache-Control"]) == (True, "no-store")
    assert AuditEntry.objects.filter(action="reveal").count() == 1


def test_who_may_not_reveal_registers_or_enters_years(as_user, auditor, enterprise):
    browser, address = as_user(auditor), enterprise.get_absolute_url()

    for path in ("reveal/", "edit/", "year/"):
        assert browser.get(f"{address}{path}").status_code == 403
    assert browser.get(f"{LIST}new/").status_code == 403


def test_a_step_asks_since_when(as_user, economy_clerk, enterprise):
    address = f"/desk/take/governance.enterprise/{enterprise.pk}/suspend/"
    browser = as_user(economy_clerk)
    form = browser.get(address).content.decode()
    browser.post(address, {"on": "2018-03-01", "note": "采暖季停产"})
    page = browser.get(enterprise.get_absolute_url()).content.decode()

    assert ('type="date"' in form, "自 2018-03-01 起" in page, "采暖季停产" in page) == (True, True, True)


def test_a_year_is_entered_by_form(as_user, economy_clerk, enterprise):
    address = f"{enterprise.get_absolute_url()}year/"
    browser = as_user(economy_clerk)
    browser.post(address, {"year": "2017", "revenue": "0.226亿元", "tax": "—", "employment": "47"})
    page = browser.get(address, {"year": "2017"}).content.decode()

    year = enterprise.years.get()
    assert (year.revenue, year.tax, year.employment) == (2260, None, 47)
    assert 'value="2260"' in page
    assert browser.get(address, {"year": "2016"}).status_code == 404


def test_the_table_of_industries_is_looked_up(as_user, grid_worker, industries):
    browser = as_user(grid_worker)
    by_word = browser.get("/desk/governance/industries/", {"text": "保险代理"}).content.decode()
    by_code = browser.get("/desk/governance/industries/", {"text": "J685"}).content.decode()

    assert ("保险代理服务" in by_word, "保险公估服务" in by_word) == (True, False)
    assert "保险公估服务" in by_code


def test_lines_that_ended_are_shown_when_asked_for(as_user, grid_worker, industries):
    IndustryCode.objects.filter(code="6820").update(valid_to="2019-03-28")
    browser, address = as_user(grid_worker), "/desk/governance/industries/"
    pages = [browser.get(address, {"q": "财产保险", **asked}).content.decode()
             for asked in ({}, {"in_force": ""}, {"in_force": "false"})]  # fmt: skip

    assert ["J6820" in page or ">6820<" in page for page in pages] == [False, True, True]


def test_the_back_office_searches_industries_as_the_desk_does(client, admin_user, industries):
    client.force_login(admin_user, backend="portal.accounts.backends.PostBackend")
    page = client.get("/admin/governance/industrycode/", {"q": "J6820", "level": "4"}).content.decode()

    assert ("财产保险" in page, "人寿保险" in page) == (True, False)


def test_the_back_office_shows_the_years_of_an_enterprise(client, economy_clerk, enterprise):
    record_year(enterprise, year=2017, by=economy_clerk, revenue=2260.5)
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    page = client.get(f"/admin/governance/enterprise/{enterprise.pk}/change/").content.decode()

    assert "2260.5" in page
