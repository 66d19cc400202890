# ruff: noqa: F811 (fixtures are named where they are used)
"""The map: list and shapes narrowed alike, small and scoped; the public layer knows nobody and shows little."""

import html
import re
from datetime import date
from decimal import Decimal

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from economy.parcels.actions import publish_parcel
from economy.parcels.models import LandParcel
from economy.places.models import PointOfInterest
from tests.economy.parcel_town import framed, industrial, make, square  # noqa: F401

pytestmark = pytest.mark.django_db
MAP, SHAPES = "/desk/economy/map/", "/desk/economy/map/shapes/"


@pytest.fixture
def see(client):
    def as_user(user, url, **query):
        client.force_login(user, backend="portal.accounts.backends.PostBackend")
        return client.get(url, query)

    return as_user


@pytest.fixture
def airfield(street) -> PointOfInterest:
    return PointOfInterest.objects.create(area=street, name="机场", kind="airfield", lon=113.281, lat=34.811)


@pytest.fixture
def parcels(make, framed) -> list[LandParcel]:
    """Three squares of 61, 61 and 15 亩, one kilometre apart, the last one net land."""
    made = [
        make(square(), name="南一号"),
        make(square(lat=34.81), name="北二号"),
        make(square(lat=34.82, width=0.001, height=0.001), name="北三号", area_value=Decimal("15.2")),
    ]
    LandParcel.objects.filter(name="北三号").update(state="net_land")
    return made


def queries_of(client, user, address: str) -> int:
    """How many statements a page takes when it is opened again, after the login's own."""
    client.force_login(user, backend="portal.accounts.backends.PostBackend")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def ids(text: str) -> list[int]:
    return sorted(int(line.split(",")[0]) for line in text.split("|") if line)


def shapes(answer) -> str:
    return orjson.loads(answer.content)["shapes"]


def test_a_shape_is_its_number_state_use_and_outline(see, parcels, economy_clerk):
    line = next(line for line in shapes(see(economy_clerk, SHAPES)).split("|") if "net_land" in line)
    last = parcels[-1]
    assert line == f"{last.pk},net_land,{last.land_use_id};{last.far_sketch}"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["南一号", "北二号", "北三号"]),
        ({"state": "net_land"}, ["北三号"]),
        ({"mu_min": "20"}, ["南一号", "北二号"]),
        ({"mu_max": "20"}, ["北三号"]),
        ({"q": "北"}, ["北二号", "北三号"]),
        ({"state": "built"}, []),
    ],
)
def test_list_and_shapes_hold_the_same(see, parcels, economy_clerk, query, names):
    wanted = sorted(parcel.pk for parcel in parcels if parcel.name in names)
    page = see(economy_clerk, MAP, **query).content.decode()
    assert ids(shapes(see(economy_clerk, SHAPES, **query))) == wanted
    assert [parcel.name for parcel in parcels if f"/parcels/{parcel.pk}/" in page] == names


@pytest.mark.parametrize(("idle", "names"), [("true", ["南一号"]), ("false", ["北二号", "北三号"])])
def test_idle_by_date_and_not_idle_share_the_parcels(see, parcels, economy_clerk, idle, names):
    LandParcel.objects.filter(name="南一号").update(state="supplied", start_deadline="2020-01-01")
    wanted = sorted(parcel.pk for parcel in parcels if parcel.name in names)
    assert ids(shapes(see(economy_clerk, SHAPES, idle=idle))) == wanted


def test_near_the_airfield_nearest_first(see, parcels, airfield, economy_clerk):
    page = see(economy_clerk, MAP, near=airfield.pk, km="1.2").content.decode()
    assert "南一号" not in page or page.index("北二号") < page.index("南一号")
    assert page.index("北二号") < page.index("北三号")
    found = see(economy_clerk, SHAPES, near=airfield.pk, km="0.5")
    assert ids(shapes(found)) == [parcels[1].pk]


def test_a_distance_without_a_place_is_no_order(see, parcels, economy_clerk):
    answer = see(economy_clerk, MAP, ordering="distance_km")
    assert (answer.status_code, "请先选“离哪里近”" in answer.content.decode()) == (400, True)


def test_pages_of_a_list_by_distance(see, parcels, airfield, economy_clerk):
    first = see(economy_clerk, "/desk/economy/parcels/", near=airfield.pk, page_size=2).content.decode()
    following = html.unescape(re.search(r'href="([^"]*cursor=[^"]*)"', first)[1])
    second = see(economy_clerk, following).content.decode()
    seen = [[name for name in ("北二号", "南一号", "北三号") if name in shown] for shown in (first, second)]
    assert seen == [["北二号", "北三号"], ["南一号"]]


def test_only_what_lies_in_the_view(see, parcels, economy_clerk):
    found = see(economy_clerk, SHAPES, bbox="113.27,34.815,113.29,34.83", zoom="16")
    assert ids(shapes(found)) == [parcels[2].pk]


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "113.3,34.8,113.2,34.9", "1;2;3;4", "nan,1,2,3"])
def test_a_box_that_is_none_is_refused(see, economy_clerk, box):
    assert see(economy_clerk, SHAPES, bbox=box).status_code == 400


def test_the_outsider_sees_no_shape(see, parcels, outsider, auditor):
    assert shapes(see(outsider, SHAPES)) == ""
    assert see(outsider, f"{MAP}{parcels[0].pk}/").status_code == 404
    assert len(ids(shapes(see(auditor, SHAPES)))) == 3


@pytest.mark.parametrize("address", [MAP, SHAPES, "/desk/economy/parcels/", "/desk/economy/map/frame/"])
def test_the_administrator_is_refused(see, address, admin_user):
    assert see(admin_user, address).status_code == 403


@pytest.mark.parametrize("address", [MAP, SHAPES, "/desk/economy/parcels/"])
def test_as_many_queries_with_1_and_30(client, make, framed, economy_clerk, address):
    make(square())
    few = queries_of(client, economy_clerk, address)
    for number in range(29):
        make(square(lon=113.23 + number * 0.003, lat=34.73), name=f"第{number}块")
    assert queries_of(client, economy_clerk, address) == few <= 6


def test_five_thousand_shapes_stay_below_300_kb(see, street, framed, economy_clerk):
    from django.core.management import call_command

    call_command("populate", scale=5000, only=["economy.parcels"], verbosity=0)
    LandParcel.objects.update(area=street)
    answer = see(economy_clerk, SHAPES, zoom="12")
    assert len(answer.content) < 300 * 1024
    assert len(ids(shapes(answer))) == 5000
    assert answer.json()["complete"]


def test_more_than_five_thousand_shapes_are_said_to_be_a_part(see, street, framed, economy_clerk):
    from django.core.management import call_command

    call_command("populate", scale=5001, only=["economy.parcels"], verbosity=0)
    LandParcel.objects.update(area=street)
    assert not see(economy_clerk, SHAPES, zoom="12").json()["complete"]


def test_the_exact_outline_on_a_click(see, parcels, economy_clerk):
    label = orjson.loads(see(economy_clerk, f"{MAP}{parcels[0].pk}/").content)
    assert label["geometry"] == parcels[0].boundary
    assert (label["name"], label["area"], label["state"]) == ("南一号", "60.90 亩", "规划")


def test_the_card_is_one_page_of_facts(see, parcels, economy_clerk):
    card = see(economy_clerk, f"/desk/economy/parcels/{parcels[0].pk}/card/").content.decode()
    assert "地块卡：南一号" in card
    assert "parcel-outline" in card


# The form ---------------------------------------------------------------------------------------------------


def entered(street, industrial, clerk, **fields):
    return {
        "name": "表单地块", "area": street.pk, "land_use": industrial.pk, "area_value": "60.9", "area_unit": "亩",
        "owner_type": "state", "responsible": clerk.pk, "review_by": "2099-01-01", "secrecy": "internal",
        "boundary_system": "wgs84",
        "boundary_text": "113.28,34.80\n113.282,34.80\n113.282,34.802\n113.28,34.802", **fields,
    }  # fmt: skip


@pytest.fixture
def send(client, economy_clerk, street, industrial, framed):
    def posted(**fields):
        client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
        return client.post("/desk/economy/parcels/new/", entered(street, industrial, economy_clerk, **fields))

    return posted


def test_corners_typed_by_hand_are_saved(send):
    parcel = LandParcel.objects.get(pk=int(send().url.rstrip("/").rsplit("/", 1)[1]))
    assert (parcel.name, parcel.area_value, parcel.state) == ("表单地块", Decimal("60.9000"), "planned")
    assert parcel.far_sketch == "11328000,3480000,0,200,200,0,0,-200"


def test_an_uploaded_file_is_saved(send):
    from django.core.files.uploadedfile import SimpleUploadedFile

    ring = [[113.28, 34.80], [113.282, 34.80], [113.282, 34.802], [113.28, 34.802], [113.28, 34.80]]
    text = orjson.dumps({"type": "Polygon", "coordinates": [ring]})
    assert send(boundary_text="", boundary_file=SimpleUploadedFile("a.geojson", text)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"boundary_system": ""}, "请选择边界的坐标系"),
        ({"boundary_text": "113.28,34.80\n113.282,34.802\n113.282,34.80\n113.28,34.802"}, "自己与自己相交"),
        ({"boundary_text": "34.80,113.28\n34.80,113.282\n34.802,113.282\n34.802,113.28"}, "纬度写在了前面"),
        ({"boundary_text": "113.40,34.80\n113.402,34.80\n113.402,34.802"}, "之外"),
        ({"area_value": "六十亩"}, "六十亩"),
        ({"area_value": "-3"}, "不能是负数"),
        ({"parcel_code": "123"}, "应为 19 位"),
        ({"project": "没有的项目"}, "没有叫“没有的项目”的项目"),
        ({"building_density_pct": "140"}, "建筑密度应在 0 到 100 之间"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(send, fields, says):
    answer = send(**fields)
    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    assert "表单地块" in answer.content.decode()
    assert not LandParcel.objects.exists()


def test_a_doubt_comes_back_as_a_box_to_tick(send):
    asked = send(area_value="6").content.decode()
    assert "面积没有填错" in asked
    assert 'name="confirm_area"' in asked
    assert send(area_value="6", confirm_area="on").status_code == 302


def test_latitude_first_can_be_said(send):
    swapped = "34.80,113.28\n34.80,113.282\n34.802,113.282\n34.802,113.28"
    assert send(boundary_text=swapped, latitude_first="on").status_code == 302


def test_a_change_keeps_the_outline(send, client, street, industrial, economy_clerk):
    send()
    parcel = LandParcel.objects.get()
    fields = entered(street, industrial, economy_clerk, name="改名", boundary_text="", boundary_system="")
    client.post(f"/desk/economy/parcels/{parcel.pk}/edit/", fields)
    parcel.refresh_from_db()
    assert (parcel.name, parcel.far_sketch != "") == ("改名", True)


# API --------------------------------------------------------------------------------------------------------


def test_a_parcel_by_api(client, street, industrial, framed, economy_clerk):
    from portal.api.actions import issue_token

    ring = [[113.28, 34.80], [113.282, 34.80], [113.282, 34.802], [113.28, 34.802], [113.28, 34.80]]
    body = {
        "name": "接口地块", "area": street.pk, "land_use": "1001", "area_value": "6", "area_unit": "亩",
        "review_by": "2099-01-01", "boundary": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    headers = {"Authorization": f"Token {issue_token(economy_clerk)}"}

    def send(**more):
        return client.post("/api/v1/economy/parcels/", {**body, **more}, "application/json", headers=headers)

    asked = send().json()
    assert [(error["field"], error["code"]) for error in asked["errors"]] == [("area_value", "area")]
    made = send(confirmed=["area"])
    assert (made.status_code, made.json()["state"]) == (201, "planned")
    assert send(boundary={"type": "Polygon", "coordinates": [ring[:-1]]}).status_code == 400


# The public layer -------------------------------------------------------------------------------------------


@pytest.fixture
def published(parcels, section_chief) -> LandParcel:
    parcel = parcels[2]
    parcel.refresh_from_db()
    publish_parcel(parcel, by=section_chief)
    return parcel


def test_everybody_sees_what_is_published_and_nothing_else(client, published, parcels, airfield):
    page = client.get("/land/").content.decode()
    assert ("北三号" in page, "南一号" in page, "共 1 块" in page) == (True, False, True)
    assert ids(shapes(client.get("/land/shapes/"))) == [published.pk]
    frame = orjson.loads(client.get("/land/frame/").content)
    assert (len(frame["outlines"]), frame["places"]) == (1, [])


def test_a_public_page_names_no_person_and_no_code(client, published, economy_clerk):
    page = client.get(f"/land/{published.pk}/").content.decode()
    assert economy_clerk.full_name not in page
    assert "复核" not in page


def test_what_is_not_published_is_not_there(client, parcels):
    assert client.get(f"/land/{parcels[0].pk}/").status_code == 404
    assert client.get(f"/land/{parcels[0].pk}/outline/").status_code == 404
    assert client.get("/land/nothing/feed/").status_code == 404


def test_kept_pages_cost_nothing_and_are_never_stale(client, published, section_chief, django_assert_num_queries,
                                                     django_capture_on_commit_callbacks):  # fmt: skip
    from economy.parcels.actions import hide_parcel

    client.get("/land/")
    with django_assert_num_queries(0):
        assert "北三号" in client.get("/land/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        hide_parcel(published, by=section_chief)
    assert "北三号" not in client.get("/land/").content.decode()


def test_the_public_asks_only_about_public_places(client, published, airfield, street):
    assert client.get("/land/", {"near": airfield.pk}).content.decode().count("北三号") == 0
    PointOfInterest.objects.filter(pk=airfield.pk).update(is_public=True)
    page = client.get("/land/", {"near": airfield.pk}).content.decode()
    assert "1.06" in page


def test_the_feed_and_the_fragment(client, published):
    feed = client.get("/land/parcels/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "北三号" in feed.content.decode()
    fragment = client.get("/land/parcels/embed/")
    assert "frame-ancestors *" in fragment["Content-Security-Policy"]
    assert "X-Frame-Options" not in fragment
    assert reverse("economy_public:parcel", args=[published.pk]) in fragment.content.decode()


# In the browser ----------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_drawn_by_hand_and_found_on_the_map(
    page, log_in, street, industrial, framed, economy_clerk, section_chief
):
    log_in(economy_clerk)
    page.goto("/desk/economy/parcels/new/")
    ground = page.locator("[data-map-draw]")
    expect(page.locator("[data-map-tools]")).to_be_visible()
    page.wait_for_timeout(400)
    for x, y in ((290, 200), (320, 200), (320, 230), (290, 230)):
        ground.click(position={"x": x, "y": y})
    corners = page.input_value("[data-boundary]").splitlines()
    measured = page.locator("[data-map-size]").inner_text().split("约 ")[1].split(" 亩")[0]
    assert (len(corners), page.input_value("#id_boundary_system")) == (4, "wgs84")
    page.fill("#id_name", "手画的地")
    page.select_option("#id_area", str(street.pk))
    page.select_option("#id_land_use", str(industrial.pk))
    page.fill("#id_area_value", measured)
    page.select_option("#id_responsible", str(economy_clerk.pk))
    page.fill("#id_review_by", "2099-01-01")
    page.click("form[data-guard] button[type=submit]")
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
    parcel = LandParcel.objects.get()
    assert abs(parcel.measured_m2 * 3 / 2000 / Decimal(measured) - 1) < Decimal("0.005")
    page.goto("/desk/economy/map/")
    page.wait_for_timeout(600)
    page.locator("[data-map]").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("手画的地")


def test_review_days_in_the_past_are_shown_as_such(see, parcels, economy_clerk):
    LandParcel.objects.filter(pk=parcels[0].pk).update(review_by=date(2020, 1, 1))
    page = see(economy_clerk, f"/desk/economy/parcels/{parcels[0].pk}/").content.decode()
    assert "复核期限已过（2020-01-01）" in page
    listed = see(economy_clerk, "/desk/economy/parcels/", stale="true").content.decode()
    assert ("南一号" in listed, "北二号" in listed) == (True, False)


def test_the_public_list_has_pages(client, street, framed, make, section_chief):
    for number in range(22):
        make(square(lon=113.23 + number * 0.003, lat=34.73), name=f"第{number:02d}块")
    LandParcel.objects.update(state="net_land", is_public=True)
    first = client.get("/land/", {"ordering": "name"}).content.decode()
    second = client.get("/land/", {"ordering": "name", "page": "2"}).content.decode()
    assert ("共 22 块" in first, "第19块" in first, "第20块" in first) == (True, True, False)
    assert ("第20块" in second, "第19块" in second) == (True, False)
    assert client.get("/land/", {"page": "0"}).status_code == 400


def test_the_public_home_leads_to_the_map(client, published):
    page = client.get("/").content.decode()
    assert ("招商地图" in page, 'href="/land/"' in page) == (True, True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_uploaded_boundary_is_asked_about_and_saved(
    page, log_in, street, industrial, framed, economy_clerk, tmp_path
):
    """Traced on a consumer map at the district's edge, declared as WGS-84 first."""
    import shapely

    from portal.geometry.systems import from_wgs84

    inside = shapely.box(113.3165, 34.80, 113.3195, 34.80135)
    traced = shapely.transform(inside, lambda points: from_wgs84(points, "gcj02"))
    file = tmp_path / "地块.geojson"
    file.write_text(shapely.to_geojson(traced), encoding="utf-8")
    log_in(economy_clerk)
    page.goto("/desk/economy/parcels/new/")
    page.fill("#id_name", "上传的地")
    page.select_option("#id_area", str(street.pk))
    page.select_option("#id_land_use", str(industrial.pk))
    page.fill("#id_area_value", "61.6")
    page.select_option("#id_responsible", str(economy_clerk.pk))
    page.fill("#id_review_by", "2099-01-01")
    for system in ("wgs84", "gcj02"):
        page.set_input_files("#id_boundary_file", file)
        page.select_option("#id_boundary_system", system)
        page.click("form[data-guard] button[type=submit]")
        if system == "wgs84":
            expect(page.locator(".notice-error")).to_contain_text("坐标系是不是选错了")
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
    assert LandParcel.objects.get().boundary_system == "gcj02"
    expect(page.locator(".parcel-outline")).to_be_visible()
