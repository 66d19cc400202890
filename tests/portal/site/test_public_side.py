"""Several offices share one portal: each speaks for itself, and the reader chooses."""

from __future__ import annotations

import pytest

from portal.site.models import Office
from tests.conftest import make_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(street) -> Office:
    return Office.objects.create(area=street, name="样例街道办事处", phone="100")


@pytest.fixture
def far_street(db):
    province = make_area(None, "980000000000", "远方省", "province")
    city = make_area(province, "980100000000", "远方市", "city")
    district = make_area(city, "980101000000", "远方区", "district")
    return make_area(district, "980101001000", "远方街道", "street")


@pytest.fixture
def far_office(office, far_street) -> Office:
    return Office.objects.create(area=far_street, name="远方街道办事处", phone="200")


def words(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_one_office_needs_no_code_and_may_have_it(client, office):
    assert "<h1>样例街道办事处</h1>" in words(client, "/")
    assert "<h1>样例街道办事处</h1>" in words(client, "/990101001000/")
    assert "换街道" not in words(client, "/990101001000/")


def test_of_several_the_reader_chooses(client, far_office, django_assert_num_queries):
    page = words(client, "/")
    assert "请选择街道" in page
    assert 'href="/990101001000/"' in page
    assert 'href="/980101001000/"' in page
    assert "远方省远方市远方区" in page
    with django_assert_num_queries(0):
        client.get("/")


def test_an_address_without_a_code_offers_the_same_page_of_each(client, far_office):
    response = client.get("/projects/")
    assert response.status_code == 300
    assert 'href="/980101001000/projects/"' in response.content.decode()


def test_the_links_of_a_page_stay_with_its_office(client, far_office):
    page = words(client, "/980101001000/")
    assert "远方街道办事处" in page
    assert "样例" not in page
    assert "换街道" in page
    assert 'href="/980101001000/land/"' in words(client, "/980101001000/projects/")


@pytest.mark.parametrize("code", ["990101002000", "990101001001", "000000000000"])
def test_a_code_without_an_office_is_not_there(client, far_office, other_street, community, code):
    assert client.get(f"/{code}/").status_code == 404


def test_without_any_office_the_pages_speak_for_all_areas(client, street, other_street):
    assert "<h1>样例区</h1>" in words(client, "/")
