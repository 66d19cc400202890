# ruff: noqa: F811 (fixtures are named where they are used)
"""Parcels and carriers as they are read: measured from a place, narrowed alike everywhere, shown by the rooms above."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from economy.chain.models import ChainLink
from economy.parcels.models import LandParcel
from economy.places.models import PointOfInterest
from economy.premises.actions import save_carrier, save_premises
from economy.premises.models import IndustrialCarrier
from portal.api.actions import issue_token
from portal.errors import InvalidInput
from portal.exchange.outgoing.declare import export_named
from tests.economy.parcel_town import framed, industrial, make, square  # noqa: F401

pytestmark = pytest.mark.django_db
LIST, MAP, API = "/desk/economy/parcels/", "/desk/economy/map/", "/api/v1/economy/parcels/"


@pytest.fixture
def see(client):
    def as_user(user, url, **query):
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client.get(url, query)

    return as_user


@pytest.fixture
def ask(client, economy_clerk):
    def by_api(url, **query):
        return client.get(url, query, headers={"Authorization": f"Token {issue_token(economy_clerk)}"})

    return by_api


@pytest.fixture
def airfield(street) -> PointOfInterest:
    return PointOfInterest.objects.create(area=street, name="机场", kind="airfield", lon=113.281, lat=34.811)


@pytest.fixture
def parcels(make, framed) -> dict[str, LandParcel]:
    """About 1.1, 0 and 1.1 km from the airfield; one without an outline."""
    names = {"南一号": square(), "北二号": square(lat=34.81), "北三号": square(lat=34.821, height=0.001)}
    made = {name: make(outline, name=name, confirmed=("area",)) for name, outline in names.items()}
    return made | {"没有边界": make(name="没有边界")}


@pytest.fixture
def carrier(street, economy_clerk) -> IndustrialCarrier:
    facts = {
        "name": "样例大厦", "kind": "building", "floor_area_total_m2": Decimal(10_000), "leased_m2": Decimal(2_500),
        "tenant_count": 4, "responsible": economy_clerk, "review_by": date(2099, 1, 1), "lon": 113.281, "lat": 34.82,
    }  # fmt: skip
    return save_carrier(facts, area=street, by=economy_clerk)


# Distance ---------------------------------------------------------------------------------------------------


def test_by_api_every_row_says_how_far_it_is_and_the_nearest_comes_first(ask, parcels, airfield):
    rows = ask(API, near=airfield.pk).json()["results"]
    assert [row["name"] for row in rows] == ["北二号", "南一号", "北三号"]
    assert [row["distance_km"] for row in rows] == ["0.00", "1.11", "1.17"]


def test_by_api_the_distance_goes_on_over_pages(ask, parcels, airfield):
    first = ask(API, near=airfield.pk, ordering="-distance_km", page_size=2).json()
    second = ask(first["next"]).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["北三号", "南一号", "北二号"]


def test_by_api_no_place_no_distance(ask, parcels):
    refused = ask(API, ordering="distance_km")
    assert (refused.status_code, refused.json()["detail"]) == (400, "要按距离排序，请先选“离哪里近”。")
    assert "distance_km" not in ask(API).json()["results"][0]


def test_a_place_has_a_name_too(ask, parcels, airfield):
    rows = ask(API, near="机场", km="1.15").json()["results"]
    assert [row["name"] for row in rows] == ["北二号", "南一号"]


def test_near_one_of_two_places(ask, parcels, airfield, street):
    south = PointOfInterest.objects.create(area=street, name="车站", lon=113.281, lat=34.801)
    rows = ask(API, near=[airfield.pk, south.pk], km="0.1").json()["results"]
    assert sorted(row["name"] for row in rows) == ["北二号", "南一号"]


def test_nothing_is_near_a_place_one_may_not_see(see, ask, parcels, economy_clerk, other_street):
    secret = PointOfInterest.objects.create(area=other_street, name="机密", lon=113.281, lat=34.811)
    assert ask(API, near=secret.pk).json()["results"] == []
    page = see(economy_clerk, LIST, near=secret.pk)
    assert (page.status_code, "没有符合条件的记录" in page.content.decode()) == (200, True)


def test_carriers_are_measured_too(ask, see, carrier, airfield, economy_clerk):
    assert [
        row["distance_km"] for row in ask("/api/v1/economy/carriers/", near=airfield.pk).json()["results"]
    ] == ["1.00"]
    page = see(economy_clerk, "/desk/economy/premises/", near=airfield.pk, km="2").content.decode()
    assert ("距离" in page, "1.00" in page) == (True, True)


def test_what_is_near_is_exported(parcels, airfield, economy_clerk):
    rows = export_named("economy.parcels").rows(economy_clerk, {"near": [str(airfield.pk)], "km": ["1.15"]})
    assert set(rows.values_list("name", flat=True)) == {"北二号", "南一号"}


def test_land_uses_and_places_are_read_in_one_statement(client, parcels, airfield, economy_clerk):
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    client.get(LIST)
    with CaptureQueriesContext(connection) as plain:
        client.get(LIST)
    with CaptureQueriesContext(connection) as measured:
        client.get(LIST, {"near": airfield.pk})
    assert len(measured) == len(plain) <= 6
    assert sum("economy_landusecode" in query["sql"] and "UNION" in query["sql"] for query in plain) == 1


# Narrowed alike ---------------------------------------------------------------------------------------------


def test_the_size_on_the_list_is_in_mu_and_sorted_by_the_size_kept(see, parcels, economy_clerk):
    page = see(economy_clerk, LIST).content.decode()
    assert ("面积" in page, "ordering=area_m2" in page, "60.90" in page) == (True, True, True)


@pytest.mark.parametrize(("asked", "says"), [
    ({"km": "-1"}, "-1 超出范围"), ({"mu_min": "六十"}, "“六十”不是数字"), ({"colour": "red"}, "“colour”"),
])  # fmt: skip
def test_what_does_not_read_is_said_everywhere(see, ask, client, parcels, economy_clerk, asked, says):
    for address in (LIST, MAP, "/land/"):
        page = see(economy_clerk, address, **asked)
        assert (page.status_code, says in page.content.decode()) == (400, True)
    assert says in ask(API, **asked).json()["detail"]
    assert see(economy_clerk, "/desk/economy/map/shapes/", **asked).status_code == 400
    assert client.get("/land/shapes/", asked).status_code == 400


def test_the_map_s_export_leaves_out_what_the_map_does(see, parcels, section_chief, economy_clerk):
    LandParcel.objects.filter(name="南一号").update(state="voided")
    page = see(economy_clerk, MAP).content.decode()
    assert ("南一号" in page, "standing=true" in page) == (False, True)
    rows = export_named("economy.parcels").rows(economy_clerk, {"standing": "true"})
    assert "南一号" not in rows.values_list("name", flat=True)


def test_overdue_for_review_and_not_share_the_parcels(ask, parcels):
    LandParcel.objects.filter(name__in=("南一号", "北二号")).update(review_by=date(2020, 1, 1))
    LandParcel.objects.filter(name="北二号").update(state="voided")
    overdue, others = (ask(API, stale=answer).json()["results"] for answer in ("true", "false"))
    assert [row["name"] for row in overdue] == ["南一号"]
    assert {row["name"] for row in others} == {"北二号", "北三号", "没有边界"}


def test_the_public_orders_only_by_what_is_public(client, parcels):
    assert client.get("/land/", {"ordering": "review_by"}).status_code == 400


def test_a_single_parcel_by_api_holds_everything(ask, make):
    parcel = make(invested_wan=Decimal(1_000))
    row = ask(f"{API}{parcel.pk}/").json()
    assert (row["investment_per_mu"], row["area_mu"], row["boundary"], row["responsible_name"]) == (
        "16.42", "60.90", None, parcel.responsible.full_name,
    )  # fmt: skip


# In the back office and in files -----------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["landparcel", "industrialcarrier", "premises", "pointofinterest", "landusecode",
                                     "chainlink", "targetenterprise"])  # fmt: skip
def test_every_section_opens_and_leads_to_its_export(see, parcels, carrier, airfield, economy_clerk, section):
    page = see(economy_clerk, f"/admin/economy/{section}/").content.decode()
    assert f"/admin/economy/{section}/export/" in page


def test_the_back_office_says_how_large_and_how_full(see, parcels, carrier, economy_clerk):
    assert "60.9" in see(economy_clerk, "/admin/economy/landparcel/").content.decode()
    assert "入驻率（%）" in see(economy_clerk, "/admin/economy/industrialcarrier/").content.decode()


def test_the_back_office_sorts_by_what_is_kept(see, parcels, economy_clerk):
    assert see(economy_clerk, "/admin/economy/landparcel/", o="4").status_code == 200


def test_the_back_office_measures_too(see, parcels, airfield, economy_clerk):
    page = see(economy_clerk, "/admin/economy/landparcel/", near=airfield.pk, km="0.5").content.decode()
    assert ("北二号" in page, "南一号" in page) == (True, False)


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("economy.premises", "样例大厦"),
        ("economy.places", "机场"),
        ("economy.chain_links", "维修"),
        ("economy.land_uses", "工业用地"),
    ],
)
def test_what_the_back_office_lists_is_exported(
    parcels, carrier, airfield, street, economy_clerk, outsider, name, holds
):
    save_premises(
        {"floor": 1, "floor_area_m2": Decimal(9), "leased_m2": Decimal(0)}, carrier=carrier, by=economy_clerk
    )
    ChainLink.objects.create(area=street, chain="通用航空", name="维修", status="missing")
    export = export_named(name)
    words = [str(row) for row in export.rows(economy_clerk, {})]
    words += [str(row.carrier) for row in export.rows(economy_clerk, {}) if hasattr(row, "carrier")]
    assert holds in " ".join(words)
    assert name == "economy.land_uses" or not export.rows(outsider, {}).exists()


def test_an_export_has_no_filter_of_its_own(economy_clerk):
    with pytest.raises(InvalidInput, match="没有这个筛选条件"):
        export_named("economy.parcels").rows(economy_clerk, {"mu": "3"})


# On other pages ----------------------------------------------------------------------------------------------


def test_a_project_s_page_shows_the_land_it_stands_on(see, make, project, economy_clerk):
    parcel = make(name="落地的地", project=project)
    LandParcel.objects.filter(pk=make(name="填错的地", project=project).pk).update(state="voided")
    page = see(economy_clerk, project.get_absolute_url()).content.decode()
    assert ("用地" in page, parcel.get_absolute_url() in page, "60.90" in page) == (True, True, True)
    assert "填错的地" not in page


def test_floors_lead_to_their_form_for_those_who_keep_them(see, carrier, economy_clerk, auditor):
    floor = save_premises(
        {"floor": -1, "floor_area_m2": Decimal(900), "leased_m2": Decimal(300)},
        carrier=carrier,
        by=economy_clerk,
    )
    address = f"/desk/economy/premises/{carrier.pk}/floors/{floor.pk}/"
    mine, theirs = (
        see(user, carrier.get_absolute_url()).content.decode() for user in (economy_clerk, auditor)
    )
    assert ("地下1层" in mine, "33.33" in mine, address in mine, address in theirs) == (
        True,
        True,
        True,
        False,
    )


def test_a_parcel_s_page_offers_what_can_be_done(see, parcels, section_chief, economy_clerk, auditor):
    LandParcel.objects.filter(name="南一号").update(state="net_land")
    page = see(section_chief, parcels["南一号"].get_absolute_url()).content.decode()
    assert all(word in page for word in ("公开招商", "修改", "地块卡", "parcel-outline"))
    page = see(auditor, parcels["南一号"].get_absolute_url()).content.decode()
    assert ("地块卡" in page, "/publish/" in page, "/edit/" in page) == (True, False, False)


def test_a_review_day_that_has_passed_is_overdue_on_the_page_as_on_the_list(see, parcels, economy_clerk):
    LandParcel.objects.filter(name="南一号").update(review_by=date(2020, 1, 1))
    assert "逾期" in see(economy_clerk, LIST).content.decode()
    assert "逾期" in see(economy_clerk, parcels["南一号"].get_absolute_url()).content.decode()
