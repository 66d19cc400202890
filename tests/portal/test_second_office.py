"""Two offices of two provinces in one portal: neither sees the other, and each is its own data set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from economy.funds.models import FundsEntry
from economy.indicators.models import Indicator
from economy.parcels.models import LandParcel
from economy.projects.models import Project
from governance.enterprises.models import Enterprise
from portal.accounts.models import Area, User
from portal.bulletin.build import build
from portal.bulletin.declare import Scope
from portal.bulletin.queries import period_up_to

pytestmark = pytest.mark.django_db
FIRST, SECOND = "410106", "339901"
PAGES = ("", "economy/", "economy/reports/", "economy/projects/", "economy/funds/", "economy/contracts/",
         "economy/parcels/", "economy/premises/", "economy/map/", "economy/chain/", "economy/targets/", "economy/clusters/",
         "governance/enterprises/", "bulletin/", "bulletin/2017/", "documents/")  # fmt: skip


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Both data sets, loaded once for the module inside one transaction."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        call_command("setup_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def offices(both, db) -> None:
    """Both offices."""


def names_of(district: str) -> set[str]:
    """What only one office's pages can say: the names of its areas, projects, parcels and enterprises."""
    named = set(
        Area.objects.filter(code__startswith=district).exclude(kind="grid").values_list("name", flat=True)
    )
    for model in (Project, LandParcel, Enterprise):
        named |= set(model.objects.filter(area__code__startswith=district).values_list("name", flat=True))
    return named


def desk_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="portal.accounts.backends.PostBackend")
    return client


@pytest.mark.parametrize(("username", "own", "other"), [
    ("wanghu_economy_clerk", SECOND, FIRST), ("wanghu_street_leader", SECOND, FIRST), ("wanghu_auditor", SECOND, FIRST),
    ("economy_clerk", FIRST, SECOND), ("auditor", FIRST, SECOND),
])  # fmt: skip
def test_no_page_names_anything_of_the_other_office(offices, username, own, other):
    desk, ours, theirs = desk_of(username), names_of(own), names_of(other)
    said = set()
    for page in PAGES:
        answer = desk.get(f"/desk/{page}", follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert {name for name in theirs if name in text} == set(), page
        said |= {name for name in ours if name in text}
    assert len(said) > 10


def test_the_same_number_of_an_indicator_is_two_indicators(offices):
    assert Indicator.objects.filter(code="fiscal_revenue").count() == 2
    street = Area.objects.get(code="339901001000")
    assert set(Indicator.objects.of_office(street.pk).values_list("area_id", flat=True)) == {street.pk}


def test_what_is_out_of_district_or_province_is_each_offices_own_question(offices):
    from_hangzhou = FundsEntry.objects.filter(source_region_code="330106", state="counted")
    assert set(from_hangzhou.values_list("district_code", "is_out_of_district", "is_out_of_province")) == {
        (FIRST, True, True), (SECOND, True, False),
    }  # fmt: skip
    own = FundsEntry.objects.get(receipt_no="WH2017-0004")
    assert (own.is_out_of_district, own.is_out_of_province) == (False, False)


def test_its_bulletin_writes_itself(offices):
    street = Area.objects.get(code="339901001000")
    leader = User.objects.get(username="wanghu_street_leader")
    told = build(Scope(street, period_up_to(2017, 12), leader))
    assert {"1.73亿元", "15.33%", "3.8亿元"} <= {figure.text for figure in told.figures}


def test_loading_again_changes_nothing(offices):
    before = [model.objects.count() for model in (Area, User, Project, FundsEntry, LandParcel, Enterprise)]
    folders = sorted(Path(settings.BASE_DIR, "portal", "sample").iterdir())
    call_command("load_office", *map(str, folders), verbosity=0)
    assert [
        model.objects.count() for model in (Area, User, Project, FundsEntry, LandParcel, Enterprise)
    ] == before


def test_an_office_is_data_alone():
    """No code of ours names a place of either sample."""
    places = ("工业路", "上街区", "朱寨", "望湖", "临湖", "柳浪")
    code = [
        path
        for folder in ("portal", "governance", "economy")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
    ]
    found = {
        f"{path.name}: {place}"
        for path in code
        for place in places
        if place in path.read_text(encoding="utf-8")
    }
    assert found == set()
