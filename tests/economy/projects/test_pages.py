"""The pages, lists, files and addresses of projects and funds, as people and programs use them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from economy.contracts.actions import record_contract
from economy.contracts.indicators import contract_amount, projects_signed
from economy.contracts.queries import signed_amount
from economy.funds.indicators import foreign_capital, out_of_district_funds
from economy.funds.models import FundsEntry, FundsTotal, ProjectFunds
from economy.funnel.queries import Rate, funnel, rate_pct, rates_of
from economy.parcels.actions import ParcelDraft, save_parcel
from economy.parcels.models import LandUseCode
from economy.projects.actions.register import change_project, register_project
from economy.projects.actions.stages import advance_project, propose_reversal
from economy.projects.indicators import projects_under_way
from economy.projects.models import Project, ProjectStage
from portal.api.actions import issue_token
from portal.exchange.outgoing.declare import export_named
from portal.figures.periods import Period, PeriodType

pytestmark = pytest.mark.django_db
YEAR_2017 = Period(2017, 12, PeriodType.YEAR)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def as_user(client):
    def log_in(user):
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client

    return log_in


@pytest.fixture
def signed(community, economy_clerk, paper):
    """Register a project with a contract in one line."""

    def make(name, amount, kind="formal", on="2017.6", stage="signed"):
        made = register_project(
            {"name": name, "planned_investment": Decimal(90000)}, area=community, by=economy_clerk
        )
        record_contract(
            made,
            type=kind,
            amount=Decimal(amount),
            signed_on=on,
            document=paper,
            by=economy_clerk,
            confirmed=True,
        )
        advance_project(made, ProjectStage(stage), on=on, document=paper, by=economy_clerk)
        return made

    return make


# Rates and figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "pct"),
    [(244, 247, "98.8"), (222, 247, "89.9"), (370, 1077, "34.4"), (544, 560, "97.1"), (0, 5, "0.0")],
)
def test_the_rates_of_xuchang(part, whole, pct):
    assert str(rate_pct(Decimal(part), Decimal(whole))) == pct


def test_a_rate_of_nothing_is_not_known():
    assert Rate(Decimal(0), Decimal(0)).pct is None


def test_rates_count_projects_and_money_apart(signed, counted):
    first = signed("甲", 1000, stage="started")
    signed("乙", 500, stage="landed")
    signed("丙", 500)
    signed("丁", 900, on="2018.1")
    counted(project=first, amount="600")
    rates = rates_of(Project.objects.signed_in(2017))

    assert (rates.signed, rates.performed.basis, rates.started.basis) == (3, "2 / 3", "1 / 3")
    assert (rates.in_place.basis, str(rates.in_place.pct)) == ("600 / 2000", "30.0")


def test_a_project_counts_once_by_its_firmest_contracts_in_its_signing_year(signed, paper, economy_clerk):
    project = signed("甲", 100, kind="framework", on="2017.3")
    for kind, amount, on in (("formal", 80, "2017.9"), ("formal", 5, "2017.11"), ("formal", 7, "2018.2")):
        record_contract(project, type=kind, amount=Decimal(amount), signed_on=on, document=paper, by=economy_clerk,
                        confirmed=True)  # fmt: skip
    areas = [project.area_id]

    assert [signed_amount(areas, 2017, up_to_month=month).total for month in (2, 3, 9, 12)] == [
        0,
        100,
        80,
        85,
    ]
    assert (signed_amount(areas, 2018).total, signed_amount(areas, 2018).projects) == (0, 0)
    assert signed_amount(areas, 2017).types == [("正式合同", Decimal(85))]


def test_computed_indicators_open_to_their_records(counted, signed, community, as_user, economy_clerk):
    counted(amount="241000", confirmed=True)
    counted(amount="700", receipt="JZ-2", region="990102", confirmed=True)
    counted(amount="5", receipt="JZ-3", region="990101", confirmed=True)
    signed("甲", 310000)
    areas = frozenset({community.pk})
    funds, contract = out_of_district_funds(areas, YEAR_2017), contract_amount(areas, YEAR_2017)
    count = projects_signed(areas, YEAR_2017)
    client = as_user(economy_clerk)
    page = client.get(funds.records_url).content.decode()

    assert [str(one.value) for one in (funds, contract, count)] == ["24.17", "31", "1"]
    assert ("JZ-001" in page, "JZ-2" in page, "JZ-3" in page) == (True, True, False)
    assert "甲" in client.get(contract.records_url).content.decode()


def test_foreign_capital_is_an_indicator_of_its_own(counted, community, as_user, economy_clerk):
    counted(receipt="JZ-8", amount="50", currency="usd", region="000000")
    counted(receipt="JZ-9", amount="700")
    figure = foreign_capital(frozenset({community.pk}), YEAR_2017)
    page = as_user(economy_clerk).get(figure.records_url).content.decode()

    assert (figure.value, "JZ-8" in page, "JZ-9" in page) == (50, True, False)


def test_nothing_on_record_is_no_zero(community):
    found = out_of_district_funds(frozenset({community.pk}), YEAR_2017)

    assert (found.value, found.missing) == (None, "2017年没有已计入的到位资金")


def test_the_figure_asks_the_totals_not_the_entries(counted, community, django_assert_num_queries):
    for number in range(5):
        counted(receipt=f"JZ-{number}")
    with django_assert_num_queries(2) as asked:
        out_of_district_funds(frozenset({community.pk}), YEAR_2017)
    assert "economy_fundsentry" not in "".join(query["sql"] for query in asked.captured_queries)


def test_the_funnel_counts_every_stage(signed, project, community, django_assert_num_queries):
    signed("甲", 1000)
    signed("乙", 500, stage="started")
    with django_assert_num_queries(5):
        columns = {column.stage: column for column in funnel(Project.objects.all())}

    assert [(columns[stage].count, columns[stage].signed) for stage in ("lead", "signed", "started")] == [
        (1, 0), (1, 1000), (1, 500),
    ]  # fmt: skip
    assert columns["lead"].planned == 83000


# Pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["projects", "funds", "contracts", "reversals", "funnel"])
def test_lists_show_only_what_one_may_see(
    counted, signed, as_user, economy_clerk, outsider, nobody, name, project
):
    signed("甲项目", 1000)
    counted()
    propose_reversal(
        Project.objects.get(name="甲项目"), ProjectStage.LEAD, reason="登记错了", by=economy_clerk
    )
    url = reverse(f"economy:{name}")

    assert "项目" in as_user(economy_clerk).get(url).content.decode()
    theirs = as_user(outsider).get(url).content.decode()
    assert "甲项目" not in theirs
    assert project.name not in theirs
    assert as_user(nobody).get(url).status_code in (302, 403)


@pytest.mark.parametrize("name", ["projects", "funds"])
def test_lists_ask_as_much_for_thirty_rows_as_for_one(
    counted, funds, as_user, economy_clerk, community, name
):
    from django.db import connection

    url, client = reverse(f"economy:{name}"), as_user(economy_clerk)
    counted()
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for number in range(30):
        made = register_project({"name": f"项目{number}"}, area=community, by=economy_clerk)
        funds(project=made, receipt=f"JZ-{number + 100}")
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(one) <= 6


def test_a_project_is_registered_and_advanced_on_the_desk(as_user, community, economy_clerk):
    client = as_user(economy_clerk)
    made = client.post(
        reverse("economy:new_project"),
        {"name": "新项目", "area": community.pk, "planned_investment": "8.3亿元"},
    )
    project = Project.objects.get()
    assert (made.status_code, project.planned_investment, project.planned_investment_text) == (
        302,
        83000,
        "8.3亿元",
    )
    url = reverse("economy:advance_project", args=[project.pk])
    refused = client.post(
        url, {"stage": "signed", "on": "2017.13", "file": SimpleUploadedFile("合同.pdf", b"1")}
    )
    assert (refused.status_code, "月份只能是 1–12" in refused.content.decode()) == (200, True)
    client.post(url, {"stage": "signed", "on": "2017.6", "file": SimpleUploadedFile("合同.pdf", b"1")})

    project.refresh_from_db()
    assert (project.stage, project.signed_text, project.milestones.get().document.title) == (
        "signed",
        "2017.6",
        "合同.pdf",
    )
    assert "合同.pdf" in client.get(project.get_absolute_url()).content.decode()


def test_a_question_keeps_what_was_typed_and_takes_yes_for_an_answer(as_user, project, economy_clerk):
    url, client = reverse("economy:edit_project", args=[project.pk]), as_user(economy_clerk)
    typed = {"name": project.name, "area": project.area_id, "planned_investment": "830000000"}
    asked = client.post(url, typed).content.decode()
    assert "相差千倍以上" in asked
    assert 'type="checkbox" name="confirmed"' in asked
    assert 'value="830000000"' in asked

    assert client.post(url, {**typed, "confirmed": "on"}).status_code == 302


def test_money_goes_from_receipt_to_total_on_the_desk(
    as_user, project, regions, economy_clerk, section_chief
):
    given = {
        "currency": "cny", "amount": "0.5亿元", "received_on": "2017-06-01", "source_region_code": "朝阳区",
        "receipt_no": "JZ-1", "evidence_kind": "receipt", "file": SimpleUploadedFile("进账单.pdf", b"1"),
    }  # fmt: skip
    as_user(economy_clerk).post(reverse("economy:new_funds", args=[project.pk]), given)
    entry = FundsEntry.objects.get()
    as_user(economy_clerk).post(reverse("site:take", args=["economy.fundsentry", entry.pk, "submit"]))
    page = as_user(section_chief).get(entry.get_absolute_url()).content.decode()
    assert ("审核计入" in page, "是（来源 11，项目所在省 99）" in page, "进账单.pdf" in page) == (
        True,
        True,
        True,
    )
    as_user(section_chief).post(reverse("site:take", args=["economy.fundsentry", entry.pk, "count"]))

    assert ProjectFunds.objects.get(project=project).out_of_province == 5000


def test_money_beyond_the_plan_is_warned_about(counted, project, as_user, economy_clerk):
    counted(amount="83001")
    page = as_user(economy_clerk).get(project.get_absolute_url()).content.decode()

    assert "到位资金 83001万元 超过计划总投资 83000万元，请核对" in page


def test_a_project_shows_the_land_it_stands_on_and_the_land_its_project(
    as_user, project, community, economy_clerk, django_assert_max_num_queries
):
    use = LandUseCode.objects.create(code="1001", name="工业用地")
    facts = {"land_use": use, "area_value": Decimal(30), "area_unit": "亩", "responsible": economy_clerk,
             "review_by": date(2099, 1, 1), "project": project}  # fmt: skip
    parcels = [
        save_parcel(ParcelDraft(area=community, facts={**facts, "name": f"{name}号地"}), by=economy_clerk)
        for name in "甲乙丙丁"
    ]
    client = as_user(economy_clerk)
    with django_assert_max_num_queries(21):
        page = client.get(project.get_absolute_url()).content.decode()
    assert all(f'href="{parcel.get_absolute_url()}">{parcel.name}</a>' in page for parcel in parcels)
    assert ("30.00</td>" in page, "面积<small>（亩）" in page) == (True, True)
    assert (
        f'href="{project.get_absolute_url()}"' in client.get(parcels[0].get_absolute_url()).content.decode()
    )


def test_what_one_may_not_do_is_refused(as_user, project, auditor, outsider):
    for name in ("edit_project", "advance_project", "new_contract", "new_funds", "new_progress"):
        url = reverse(f"economy:{name}", args=[project.pk])
        assert as_user(auditor).get(url).status_code == 403
        assert as_user(outsider).get(url).status_code == 404


# API, files, sample ------------------------------------------------------------------------------------


def test_a_project_and_its_money_by_api(client, community, regions, paper, economy_clerk, section_chief):
    def post(user, path, body):
        headers = {"Authorization": f"Token {issue_token(user)}"}
        return client.post(f"/api/v1/economy/{path}", body, "application/json", headers=headers)

    made = post(
        economy_clerk, "projects/", {"name": "甲", "area": community.pk, "planned_investment": "83000"}
    )
    assert made.status_code == 201, made.content.decode()
    pk = made.json()["id"]
    moved = post(
        economy_clerk, f"projects/{pk}/advance/", {"stage": "signed", "on": "2017.6", "document": paper.pk}
    )
    assert (moved.status_code, moved.json()["signed_text"]) == (200, "2017.6")
    body = {
        "project": pk, "amount": "100", "received_on": "2017-06-01", "source_region_code": "110105", "receipt_no": "J1",
        "evidence": [{"document": paper.pk, "kind": "receipt"}],
    }  # fmt: skip
    entry = post(economy_clerk, "funds/", body).json()["id"]
    assert post(economy_clerk, f"funds/{entry}/submit/", {}).status_code == 200
    assert post(economy_clerk, f"funds/{entry}/count/", {}).status_code == 403
    assert post(section_chief, f"funds/{entry}/count/", {}).json()["state"] == "counted"
    again = post(economy_clerk, "funds/", body)
    assert (again.status_code, "一张凭证只能计一次" in again.json()["detail"]) == (400, True)


@pytest.mark.parametrize("name", ["economy.projects", "economy.contracts", "economy.funds"])
def test_an_export_holds_what_one_may_see(name, counted, signed, auditor, outsider):
    signed("甲", 1000)
    counted()
    export = export_named(name)

    assert export.rows(auditor, {}).exists()
    assert not export.rows(outsider, {}).exists()


def test_sample_projects_and_receipts_obey_every_rule(street, community, other_street):
    call_command("populate", scale=400, only=["economy.projects", "economy.funds"], verbosity=0)

    assert (Project.objects.count(), FundsEntry.objects.count()) == (200, 200)
    kept = FundsTotal.objects.aggregate(Sum("in_place"), Sum("out_of_district"), Sum("entries"))
    rows = FundsEntry.objects.counted()
    assert kept["in_place__sum"] == rows.aggregate(total=Sum("amount"))["total"]
    assert (
        kept["out_of_district__sum"]
        == rows.filter(is_out_of_district=True).aggregate(total=Sum("amount"))["total"]
    )
    assert kept["entries__sum"] == rows.count()
    assert not Project.objects.filter(is_illustrative=False).exists()
    assert FundsEntry.objects.filter(received_on__lt=date(2016, 1, 1)).count() == 0


# For everybody -----------------------------------------------------------------------------------------


def test_the_public_sees_what_was_made_public_and_no_money(client, signed, economy_clerk):
    shown, hidden = signed("公开项目", 1000, stage="started"), signed("内部项目", 1000)
    lead = register_project({"name": "公开线索", "is_public": True}, area=shown.area, by=economy_clerk)
    change_project(shown, {"is_public": True}, by=economy_clerk)
    pages = [
        client.get(f"/{path}").content.decode()
        for path in ("projects/", "land/projects/feed/", "land/projects/embed/")
    ]

    for page in pages:
        assert ("公开项目" in page, hidden.name in page, lead.name in page) == (True, False, False)
        assert "1000" not in page
    assert "正在建设" in pages[0]


def test_taking_a_project_back_from_the_public_is_seen_at_once(
    client, signed, economy_clerk, django_capture_on_commit_callbacks
):
    shown = signed("公开项目", 1000)
    change_project(shown, {"is_public": True}, by=economy_clerk)
    assert "公开项目" in client.get("/projects/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        change_project(shown, {"is_public": False}, by=economy_clerk)

    assert "公开项目" not in client.get("/projects/").content.decode()


def test_how_many_were_building_in_a_month_gone_by_is_not_known(signed, community):
    signed("甲", 1000, stage="started")
    now = timezone.localdate()
    areas = frozenset({community.pk})

    assert projects_under_way(areas, Period(now.year, now.month, cumulative=True)).value == 1
    assert projects_under_way(areas, YEAR_2017).value is None


def test_a_ledger_that_states_other_funds_than_the_receipts_is_pointed_out(
    counted, project, as_user, economy_clerk
):
    counted(amount="100")
    for year, stated in ((2017, "120"), (2016, "5")):
        project.statements.create(
            area=project.area, year=year, in_place=Decimal(stated), out_of_district=100 if year == 2017 else 5
        )
    page = as_user(economy_clerk).get(project.get_absolute_url()).content.decode()

    assert "台账所列2017年到位资金 120万元，逐笔凭证合计 100万元，两者不一致" in page
    assert "台账所列2017年区外资金" not in page
    assert "台账所列2016年到位资金 5万元，逐笔凭证合计 0万元，两者不一致" in page
