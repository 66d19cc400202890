"""Form pages on real records: two clicks, two editors, lapsed pages, ended posts; the same facts by API."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from economy.funds.models import FundsEntry
from economy.projects.actions.register import change_project, register_project
from economy.projects.models import Project
from economy.regions.actions import RegionLine, load_regions
from governance.enterprises.actions import register_enterprise
from governance.enterprises.facts import ENTERPRISE_FACTS
from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from portal.accounts.models import Post
from portal.api.actions import issue_token
from portal.attachments.models import Document
from portal.site.models import SentForm
from portal.site.sent_forms import forget_sent_forms
from portal.site.versions import version_of
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
BACKEND = "portal.accounts.backends.PostBackend"
PLANNED = {"planned_investment": Decimal(83000), "planned_investment_text": "8.3亿元"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def project(community, economy_clerk) -> Project:
    load_regions([RegionLine(code="110105", name="朝阳区", full_name="北京市朝阳区", level=3)])
    return register_project({"name": "样例飞船项目", **PLANNED}, area=community, by=economy_clerk)


@pytest.fixture
def chief(section_chief, economy_clerk, street):
    """A second person who changes projects."""
    from portal.accounts.actions import place

    place(section_chief, role="economy_clerk", area=street)
    return section_chief


def browser(user, **options) -> Client:
    client = Client(**options)
    client.force_login(user, backend=BACKEND)
    return client


def money(**more):
    return {
        "currency": "cny", "amount": "0.5亿元", "received_on": "2017-06-01", "source_region_code": "朝阳区",
        "receipt_no": "JZ-1", "evidence_kind": "receipt", **more,
    }  # fmt: skip


def shown(page) -> dict[str, str]:
    """What a browser sends back of a page that nobody touched."""
    fields = {name: "on" if value is True else value for name, value in page.context["form"].initial.items()}
    kept = {name: value for name, value in fields.items() if value not in (None, False)}
    return {**kept, "version": page.context["version"], "once": page.context["once"]}


# Two clicks -------------------------------------------------------------------------------------------


def test_two_clicks_make_one_project_and_lead_to_it(community, economy_clerk):
    client, address = browser(economy_clerk), reverse("economy:new_project")
    once = client.get(address).context["once"]
    first, second = (
        client.post(address, {"name": "新项目", "area": community.pk, "once": once}) for _ in range(2)
    )

    assert Project.objects.get().get_absolute_url() == first.url == second.url


def test_going_back_and_changing_something_makes_another(community, economy_clerk):
    client, address = browser(economy_clerk), reverse("economy:new_project")
    once = client.get(address).context["once"]
    for name in ("一号项目", "二号项目"):
        client.post(address, {"name": name, "area": community.pk, "once": once})

    assert set(Project.objects.values_list("name", flat=True)) == {"一号项目", "二号项目"}


def test_what_was_refused_can_be_sent_again_under_its_key(community, economy_clerk):
    client, address = browser(economy_clerk), reverse("economy:new_project")
    once = client.get(address).context["once"]
    typed = {"name": "新项目", "area": community.pk, "national_code": "1", "once": once}
    client.post(address, typed)
    client.post(address, {**typed, "national_code": ""})

    assert (Project.objects.count(), SentForm.objects.count()) == (1, 1)


def test_old_keys_are_forgotten(economy_clerk):
    SentForm.objects.create(key="1", user=economy_clerk)
    SentForm.objects.update(at="2020-01-01T00:00+08:00")
    SentForm.objects.create(key="2", user=economy_clerk)

    assert (forget_sent_forms(), SentForm.objects.get().key) == (1, "2")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_makes_the_record(project, economy_clerk):
    address, answers, ready = reverse("economy:new_funds", args=[project.pk]), [], threading.Barrier(2)
    client = browser(economy_clerk)
    once = client.get(address).context["once"]

    def click():
        cookies = browser(economy_clerk)
        ready.wait()
        try:
            answers.append(cookies.post(address, money(once=once)).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [FundsEntry.objects.get().get_absolute_url()] * 2


# Two editors ------------------------------------------------------------------------------------------


def test_a_second_editor_sees_who_changed_what_and_both_values(project, economy_clerk, chief):
    client, address = browser(economy_clerk), reverse("economy:edit_project", args=[project.pk])
    typed = {**shown(client.get(address)), "investor": "我填的投资方", "note": "我的备注"}
    change_project(project, {"investor": "别人填的投资方", "industry_label": "航空"}, by=chief)
    asked = client.post(address, typed)
    page = asked.content.decode()

    assert asked.status_code == 409
    for told in ("别人填的投资方", "我填的投资方", "航空", str(chief), "我的备注"):
        assert told in page
    project.refresh_from_db()
    assert (project.investor, project.note) == ("别人填的投资方", "")


@pytest.mark.parametrize(("decided", "investor"), [("mine", "我填的投资方"), ("theirs", "别人填的投资方")])
def test_then_decides_and_undoes_nothing_else(project, economy_clerk, chief, decided, investor):
    client, address = browser(economy_clerk), reverse("economy:edit_project", args=[project.pk])
    typed = {**shown(client.get(address)), "investor": "我填的投资方", "note": "我的备注"}
    change_project(project, {"investor": "别人填的投资方", "industry_label": "航空"}, by=chief)
    asked = client.post(address, typed)
    form = asked.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if name != "confirmed"}
    answer = client.post(
        address, {**again, "is_public": "", "version": asked.context["version"], "decide_investor": decided}
    )
    project.refresh_from_db()

    assert answer.status_code == 302
    assert (project.investor, project.industry_label, project.note) == (investor, "航空", "我的备注")


def test_only_what_was_changed_is_written(project, economy_clerk, chief):
    client, address = browser(economy_clerk), reverse("economy:edit_project", args=[project.pk])
    typed = shown(client.get(address))
    client.post(address, {**typed, "note": "核对过了"})
    project.refresh_from_db()

    assert (project.note, project.planned_investment_text, project.planned_investment) == (
        "核对过了",
        "8.3亿元",
        83000,
    )


def test_two_numbers_under_one_mask_are_told_apart(economy_clerk, street, community):
    facts = {"name": "样例厂", "uscc_missing_reason": "正在办理", "contact_phone": "13800138000"}
    enterprise = register_enterprise(facts, area=community, by=economy_clerk)
    client, address = browser(economy_clerk), reverse("governance:edit_enterprise", args=[enterprise.pk])
    typed = {**shown(client.get(address)), "contact_phone": "13900139000"}
    enterprise.contact_phone = "13811118000"
    enterprise.save(update_fields=["contact_phone"])
    asked = client.post(address, typed)

    assert (asked.status_code, "13811118000" in asked.content.decode()) == (409, False)


def test_a_year_opened_from_the_record_is_not_written_over_unseen(economy_clerk, community):
    facts = {"name": "样例厂", "uscc_missing_reason": "正在办理"}
    enterprise = register_enterprise(facts, area=community, by=economy_clerk)
    record_year(enterprise, year=2017, by=economy_clerk, revenue=Decimal(100), tax=Decimal(7))
    client = browser(economy_clerk)
    address = f"{reverse('governance:enterprise_year', args=[enterprise.pk])}?year=2017"
    typed = {**shown(client.get(address)), "revenue": "120"}
    record_year(enterprise, year=2017, by=economy_clerk, revenue=Decimal(100), tax=Decimal(9))
    asked = client.post(address, typed)
    form = asked.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if name != "is_above_designated_size"}
    client.post(address, {**again, "version": asked.context["version"]})
    year = enterprise.years.get()

    assert (asked.status_code, year.revenue, year.tax) == (409, 120, 9)


def test_a_version_nobody_gave_out_counts_for_nothing(project, economy_clerk):
    address = reverse("economy:edit_project", args=[project.pk])
    answer = browser(economy_clerk).post(
        address,
        {"name": "改名", "area": project.area_id, "version": "made-up", "planned_investment": "8.3亿元"},
    )

    assert answer.status_code == 302


# Lapsed, ended, gone ----------------------------------------------------------------------------------


def test_a_lapsed_token_brings_the_page_back_filled(project, economy_clerk):
    client = browser(economy_clerk, enforce_csrf_checks=True)
    page = client.post(
        reverse("economy:new_funds", args=[project.pk]),
        money(payer="写了很久的付款方"),
        headers={"Origin": "http://testserver"},
    )

    assert (page.status_code, "写了很久的付款方" in page.content.decode()) == (403, True)
    assert not FundsEntry.objects.exists()


def test_nobody_fills_in_our_forms_from_elsewhere(project, economy_clerk):
    client = browser(economy_clerk, enforce_csrf_checks=True)
    page = client.post(
        reverse("economy:new_funds", args=[project.pk]),
        money(payer="别处来的字"),
        headers={"Origin": "https://elsewhere.example"},
    )

    assert (page.status_code, "别处来的字" in page.content.decode()) == (403, False)


def test_a_file_is_asked_for_again_by_its_name(project, economy_clerk):
    file = SimpleUploadedFile("进账单.pdf", b"1")
    page = browser(economy_clerk).post(
        reverse("economy:new_funds", args=[project.pk]), money(amount="许多", file=file)
    )

    assert "请重新选择文件：刚才选的“进账单.pdf”没有保存" in page.content.decode()
    assert not Document.objects.exists()


def test_when_the_post_ended_meanwhile_the_text_is_shown_to_be_copied(project, street, community):
    user = make_user("leaving", "economy_clerk", community)
    make_user("other", "grid_worker", community)
    client, address = browser(user), reverse("economy:new_funds", args=[project.pk])
    client.get(address)
    from portal.accounts.actions import place

    place(user, role="grid_worker", area=community)
    Post.objects.filter(user=user, role="economy_clerk").update(
        valid_from="2000-01-01", valid_to="2000-12-31"
    )
    page = client.post(address, money(payer="写了很久的付款方"))

    assert (page.status_code in (403, 404), "写了很久的付款方" in page.content.decode()) == (True, True)


def test_a_wrong_state_keeps_the_form(project, economy_clerk):
    client, address = browser(economy_clerk), reverse("economy:new_funds", args=[project.pk])
    Project.objects.update(stage="voided")
    page = client.post(address, money(payer="写了很久的付款方"))

    assert (page.status_code, "写了很久的付款方" in page.content.decode()) == (409, True)


# The same facts by API --------------------------------------------------------------------------------


@pytest.fixture
def call(client, economy_clerk):
    def ask(method, path, body=None, **headers):
        headers = {"Authorization": f"Token {issue_token(economy_clerk)}", **headers}
        return getattr(client, method)(f"/api/v1/economy/{path}", body, "application/json", headers=headers)

    return ask


def test_page_and_api_refuse_in_the_same_words(project, economy_clerk, call):
    given = money(received_on="2017-13-01", amount="约500万元", source_region_code="某地")
    page = browser(economy_clerk).post(reverse("economy:new_funds", args=[project.pk]), given)
    told = {
        fault["field"]: fault["message"]
        for fault in call("post", "funds/", {**given, "project": project.pk}).json()["errors"]
    }

    assert set(told) == {"received_on", "amount", "source_region_code"}
    assert {name: page.context["form"].errors[name][0] for name in told} == told


def test_the_api_understands_what_people_write(project, call):
    made = call("post", "funds/", {**money(), "project": project.pk})

    assert (made.status_code, made.json()["amount"], made.json()["source_region_code"]) == (
        201,
        "5000.000000",
        "110105",
    )


def test_if_match_refuses_what_was_changed_meanwhile(project, call, client, economy_clerk):
    place = f"projects/{project.pk}/"
    seen = client.get(
        f"/api/v1/economy/{place}", headers={"Authorization": f"Token {issue_token(economy_clerk)}"}
    )
    fresh = call("patch", place, {"note": "一"}, **{"If-Match": seen["ETag"]})
    stale = call("patch", place, {"note": "二"}, **{"If-Match": seen["ETag"]})
    project.refresh_from_db()

    assert (fresh.status_code, stale.status_code, stale["Content-Type"]) == (
        200,
        412,
        "application/problem+json",
    )
    assert (project.note, fresh["ETag"] != seen["ETag"]) == ("一", True)
    assert call("patch", place, {"note": "三"}, **{"If-Match": fresh["ETag"]}).status_code == 200
    assert call("patch", place, {"note": "四"}).status_code == 200


def test_a_day_and_its_month_are_read_as_people_write_them(project, economy_clerk):
    client = browser(economy_clerk)
    for written in ("2017/6/1", "2017年6月1日", "２０１７－０６－０１"):
        client.post(
            reverse("economy:new_funds", args=[project.pk]), money(received_on=written, receipt_no=written)
        )

    assert set(FundsEntry.objects.values_list("received_on", flat=True)) == {date(2017, 6, 1)}


def test_who_may_not_is_shown_no_form_whatever_he_sends(client, auditor, project):
    client.force_login(auditor, backend="portal.accounts.backends.PostBackend")
    for sent in ({}, {"name": "改一个名字"}):
        answer = client.post(reverse("economy:edit_project", args=[project.pk]), sent)
        assert answer.status_code == 403
        assert 'name="version"' not in answer.content.decode()


def test_a_page_does_not_tell_whether_two_records_hold_the_same_secret(community):
    """The mark in a page says that a value changed; of another record's equal value it says nothing."""
    fields = {"area": community, "name": "样例一厂", "contact_phone": "13800138000"}
    first, second = (version_of(Enterprise(pk=pk, **fields), ENTERPRISE_FACTS).marks for pk in (1, 2))
    again = version_of(Enterprise(pk=1, **fields), ENTERPRISE_FACTS).marks
    assert first["contact_phone"] == again["contact_phone"] != second["contact_phone"]
