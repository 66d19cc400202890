# ruff: noqa: F811 (fixtures are named where they are used)
"""Carriers and premises: totals follow from floors; occupancy, tax and investment per 亩; chains and targets."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from economy.chain.actions import save_target_enterprise
from economy.chain.models import ChainLink, TargetEnterprise
from economy.parcels.models import LandParcel
from economy.premises.actions import hide_carrier, publish_carrier, save_carrier, save_premises
from economy.premises.models import IndustrialCarrier, Premises, occupancy
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.outgoing.files import export_path
from portal.exchange.outgoing.jobs import request_export
from portal.figures.computed import declared_query
from portal.figures.periods import Period
from tests.economy.parcel_town import framed, industrial, make  # noqa: F401

pytestmark = pytest.mark.django_db
NOVEMBER = Period(2026, 11, cumulative=True)


@pytest.fixture
def carrier(street, economy_clerk) -> IndustrialCarrier:
    facts = {
        "name": "样例大厦", "kind": "building", "floor_area_total_m2": Decimal(10_000), "leased_m2": Decimal(2_500),
        "tenant_count": 4, "responsible": economy_clerk, "review_by": date(2099, 1, 1), "secrecy": "public",
    }  # fmt: skip
    return save_carrier(facts, area=street, by=economy_clerk)


def floor(number, total, leased, tenants=1):
    return {
        "floor": number,
        "floor_area_m2": Decimal(total),
        "leased_m2": Decimal(leased),
        "tenant_count": tenants,
    }


@pytest.mark.parametrize(
    ("leased", "total", "pct"),
    [
        ("2500", "10000", "25.00"),
        ("1", "3", "33.33"),
        ("0", "5", "0.00"),
        ("5", "5", "100.00"),
        ("1", "0", None),
    ],
)
def test_occupancy_is_leased_of_total(leased, total, pct):
    assert occupancy(Decimal(leased), Decimal(total)) == (None if pct is None else Decimal(pct))


def test_totals_follow_from_the_floors(carrier, economy_clerk):
    assert (carrier.occupancy_pct, carrier.free_m2) == (Decimal("25.00"), Decimal(7_500))
    save_premises(floor(1, 2000, 2000, 3), carrier=carrier, by=economy_clerk)
    save_premises(floor(2, 2000, 500), carrier=carrier, by=economy_clerk)
    carrier.refresh_from_db()
    assert (carrier.leased_m2, carrier.tenant_count) == (Decimal(2_500), 4)
    save_premises(
        floor(2, 2000, 1500, 2), carrier=carrier, by=economy_clerk, premises=Premises.objects.get(floor=2)
    )
    carrier.refresh_from_db()
    assert (carrier.leased_m2, carrier.tenant_count, carrier.occupancy_pct) == (
        Decimal(3_500),
        5,
        Decimal("35.00"),
    )


def test_with_floors_the_typed_total_no_longer_counts(carrier, street, economy_clerk):
    save_premises(floor(1, 2000, 800), carrier=carrier, by=economy_clerk)
    carrier.refresh_from_db()
    save_carrier({"leased_m2": Decimal(9_999)}, area=street, by=economy_clerk, carrier=carrier)
    assert carrier.leased_m2 == Decimal(800)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (floor(1, 1000, 1001), "已租售面积应在 0 和建筑面积之间"),
        (floor(0, 1000, 0), "没有 0 层"),
        (floor(1, 10_001, 0), "超过总建筑面积 10000 平方米"),
    ],
)
def test_a_floor_that_cannot_be(carrier, economy_clerk, facts, says):
    with pytest.raises(InvalidInput, match=says):
        save_premises(facts, carrier=carrier, by=economy_clerk)


def test_a_floor_stands_once(carrier, economy_clerk):
    save_premises(floor(1, 1000, 0), carrier=carrier, by=economy_clerk)
    with pytest.raises(InvalidInput, match="已登记过这一层"):
        save_premises(floor(1, 500, 0), carrier=carrier, by=economy_clerk)


def test_more_leased_than_there_is(carrier, street, economy_clerk):
    with pytest.raises(InvalidInput, match="核对单位是不是平方米"):
        save_carrier({"leased_m2": Decimal(10_001)}, area=street, by=economy_clerk, carrier=carrier)


@pytest.mark.parametrize("cast", ["outsider", "auditor", "community_clerk", "nobody"])
def test_who_may_not_register(request, carrier, street, cast):
    with pytest.raises(NotPermitted):
        save_carrier({}, area=street, by=request.getfixturevalue(cast), carrier=carrier)
    with pytest.raises(NotPermitted):
        save_premises(floor(1, 1, 0), carrier=carrier, by=request.getfixturevalue(cast))


def test_published_while_there_is_room(carrier, economy_clerk, section_chief):
    with pytest.raises(NotPermitted):
        publish_carrier(carrier, by=economy_clerk)
    publish_carrier(carrier, by=section_chief)
    assert IndustrialCarrier.objects.published().with_room().get() == carrier
    hide_carrier(carrier, by=section_chief)
    IndustrialCarrier.objects.update(leased_m2=carrier.floor_area_total_m2)
    with pytest.raises(WrongState, match="租满"):
        publish_carrier(carrier, by=section_chief)


def test_the_carrier_s_page_and_list(client, carrier, economy_clerk, outsider):
    save_premises(floor(-1, 1000, 0), carrier=carrier, by=economy_clerk)
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    page = client.get(f"/desk/economy/premises/{carrier.pk}/").content.decode()
    assert "地下1层" in page
    listed = client.get("/desk/economy/premises/", {"free_min": "10001"}).content.decode()
    assert "样例大厦" not in listed
    client.force_login(outsider, backend="portal.accounts.backends.PostBackend")
    assert client.get(f"/desk/economy/premises/{carrier.pk}/").status_code == 404


def test_a_carrier_by_its_form_lies_on_a_named_parcel(client, make, street, economy_clerk):
    parcel = make(name="大厦用地")
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    fields = {
        "name": "新大厦", "kind": "building", "area": street.pk, "parcel": "大厦用地", "floor_area_total_m2": "9,600.5",
        "responsible": economy_clerk.pk, "review_by": "2099-01-01", "secrecy": "internal",
    }  # fmt: skip
    refused = client.post("/desk/economy/premises/new/", {**fields, "parcel": "没有的地"}).content.decode()
    assert "没有叫“没有的地”的地块" in refused
    assert client.post("/desk/economy/premises/new/", fields).status_code == 302
    made = IndustrialCarrier.objects.get()
    assert (made.parcel, made.floor_area_total_m2) == (parcel, Decimal("9600.50"))


# Figures ----------------------------------------------------------------------------------------------------


def figure(name, street, period=NOVEMBER):
    areas = frozenset(street.subtree().values_list("pk", flat=True))
    with time_machine.travel("2026-11-24 10:00+08:00", tick=False):
        return declared_query(f"economy.{name}").answer(areas, period)


def test_occupancy_is_of_all_floor_area_not_a_mean_of_rates(carrier, street, economy_clerk):
    facts = {"name": "小楼", "kind": "plant", "floor_area_total_m2": Decimal(2_000), "leased_m2": Decimal(2_000),
             "responsible": economy_clerk, "review_by": date(2099, 1, 1)}  # fmt: skip
    save_carrier(facts, area=street, by=economy_clerk)
    found = figure("carrier_occupancy", street)
    assert (found.value, found.records_url) == (Decimal("37.50"), f"/desk/economy/premises/?area={street.pk}")


def test_tax_and_investment_per_mu_leave_out_what_is_not_known(make, street):
    make(area_value=Decimal(10), tax_wan=Decimal(500), tax_year=2026, invested_wan=Decimal(4_000))
    make(area_value=Decimal(30), tax_wan=Decimal(100), tax_year=2026, name="二")
    make(area_value=Decimal(99), name="三")
    LandParcel.objects.update(state="built")
    assert figure("tax_per_mu", street).value == Decimal("15.00")
    assert figure("investment_per_mu", street).value == Decimal("400.00")


def test_what_nobody_kept_is_not_guessed(carrier, make, street):
    make(area_value=Decimal(10), tax_wan=Decimal(500), tax_year=2025)
    before = Period(2025, 12, cumulative=True)
    assert figure("carrier_occupancy", street, before).value is None
    assert "没有留存" in figure("land_on_offer", street, before).missing
    assert figure("tax_per_mu", street, before).value == Decimal("50.00")
    assert "2026年税收" in figure("tax_per_mu", street).missing


def test_land_on_offer_in_mu(make, street):
    make(area_value=Decimal(2), area_unit="公顷")
    make(area_value=Decimal(7), name="二")
    LandParcel.objects.filter(area_unit="公顷").update(state="net_land")
    found = figure("land_on_offer", street)
    assert (found.value, "state=net_land" in found.records_url) == (Decimal("30.00"), True)


# Chains -----------------------------------------------------------------------------------------------------


@pytest.fixture
def missing_link(street) -> ChainLink:
    return ChainLink.objects.create(area=street, chain="通用航空", name="维修", status="missing")


def target(link, responsible, **facts):
    return {
        "link": link,
        "name": "样例维修公司",
        "reason": "正找机场边的厂房",
        "responsible": responsible,
        **facts,
    }


def test_a_missing_link_shows_whom_the_street_courts(client, missing_link, economy_clerk):
    save_target_enterprise(target(missing_link, economy_clerk), by=economy_clerk)
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    page = client.get("/desk/economy/chain/").content.decode()
    assert all(word in page for word in ("通用航空", "维修", "缺失", "样例维修公司", "未接触"))


def test_targets_are_internal(client, missing_link, economy_clerk, community_clerk, outsider):
    saved = save_target_enterprise(target(missing_link, economy_clerk), by=economy_clerk)
    for user, status in ((community_clerk, 404), (outsider, 404)):
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        assert client.get(f"/desk/economy/targets/{saved.pk}/").status_code == status
    client.force_login(community_clerk, backend="portal.accounts.backends.PostBackend")
    assert client.get("/desk/economy/chain/").status_code == 403


def test_who_may_court(missing_link, economy_clerk, outsider, auditor):
    for user in (outsider, auditor):
        with pytest.raises(NotPermitted):
            save_target_enterprise(target(missing_link, economy_clerk), by=user)
    with pytest.raises(InvalidInput, match="不能做负责人"):
        save_target_enterprise(target(missing_link, outsider), by=economy_clerk)
    assert not TargetEnterprise.objects.exists()


# Sample data -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["economy.parcels", "economy.premises"])
def test_as_many_samples_as_asked(street, framed, part):
    from django.core.management import call_command

    model = LandParcel if part == "economy.parcels" else IndustrialCarrier
    call_command("populate", scale=60, only=[part], verbosity=0)
    call_command("populate", scale=40, only=[part], verbosity=0)
    assert model.objects.count() == 100
    assert not model.objects.filter(is_illustrative=False).exists()


def test_sample_parcels_lie_in_the_district_and_apart(street, framed):
    from django.core.management import call_command

    call_command("populate", scale=50, only=["economy.parcels"], verbosity=0)
    parcel = LandParcel.objects.order_by("pk")[10]
    assert LandParcel.objects.within(parcel.west, parcel.south, parcel.east, parcel.north).count() == 1
    assert LandParcel.objects.filter(lon__range=(113.22, 113.32), lat__range=(34.72, 34.84)).count() == 50


# Files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("export", "holds"),
    [
        ("economy.parcels", ["样例一号地", "60.9", "亩", "40600", "16.42", "8.21"]),
        ("economy.carriers", ["样例大厦", "25"]),
        ("economy.target_enterprises", ["样例维修公司", "通用航空", "维修"]),
    ],
)
def test_files_hold_what_the_lists_show(make, carrier, missing_link, economy_clerk, auditor, outsider, settings, tmp_path,
                                        export, holds):  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    make(invested_wan=Decimal(1_000), tax_wan=Decimal(500), tax_year=2026)
    save_target_enterprise(target(missing_link, economy_clerk), by=economy_clerk)
    assert all(text in exported(export, auditor) for text in holds)
    assert len(exported(export, outsider).strip().splitlines()) == 1


def exported(name: str, user) -> str:
    job = request_export(name, by=user, format="csv", reason="核对台账数据")
    return export_path(job.path).read_text(encoding="utf-8-sig")
