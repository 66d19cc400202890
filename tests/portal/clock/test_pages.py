from datetime import date

import pytest
import time_machine

from portal.clock.calendar import current_calendar
from portal.clock.models import CalendarYear
from portal.clock.months import months_of
from portal.clock.queries import year_missing
from tests.portal.clock.test_calendar_table import load_2027
from tests.portal.clock.test_notice import NOTICE_2026

pytestmark = pytest.mark.django_db
LOAD = "/desk/calendar/load/"


def test_twelve_months_of_whole_weeks(calendar):
    months = months_of(2026, calendar)
    assert [month.number for month in months] == list(range(1, 13))
    cells = [cell for month in months for week in month.weeks for cell in week if cell]
    assert len(cells) == 365
    kinds = {cell.day: (cell.kind, cell.name) for cell in cells}
    assert kinds[date(2026, 10, 10)] == ("makeup", "国庆节调休上班")
    assert kinds[date(2026, 10, 1)] == ("holiday", "国庆节")
    assert kinds[date(2026, 11, 21)] == ("weekend", "")
    assert sum(kind in ("workday", "makeup") for kind, _ in kinds.values()) == 248


@pytest.mark.parametrize(
    ("on", "missing"), [(date(2026, 11, 30), None), (date(2026, 12, 1), 2027), (date(2027, 1, 1), 2027)]
)
def test_the_next_year_is_missed_from_december(on, missing):
    assert year_missing(on) == missing


def test_nothing_is_missing_once_loaded(admin_user):
    load_2027(admin_user)
    assert year_missing(date(2026, 12, 1)) is None


def test_everybody_at_the_office_sees_the_year(client, community_clerk):
    client.force_login(community_clerk)
    page = client.get("/desk/calendar/?year=2026").content.decode()
    assert "2026 年工作日历" in page
    assert "国庆节调休上班" in page
    assert "载入放假通知" not in page


def test_from_december_the_desk_warns_who_can_load_the_year(client, admin_user, community_clerk):
    for user, warned in ((admin_user, True), (community_clerk, False)):
        with time_machine.travel("2026-12-02"):
            client.force_login(user, backend="portal.accounts.backends.PostBackend")
            page = client.get("/desk/", follow=True).content.decode()
        assert ("还没有载入 2027 年的工作日历" in page) is warned


def test_from_december_the_page_warns(client, community_clerk):
    with time_machine.travel("2026-12-02"):
        client.force_login(community_clerk)
        assert "2027 年的放假调休安排还没有载入" in client.get("/desk/calendar/").content.decode()


@pytest.mark.parametrize("year", ["1999", "99999999999999999999"])
def test_a_year_that_is_not_loaded_is_not_there(client, community_clerk, year):
    client.force_login(community_clerk)
    assert client.get(f"/desk/calendar/?year={year}").status_code == 404


def test_anonymous_people_are_asked_to_log_in(client):
    assert client.get("/desk/calendar/").url.startswith("/login/")


def test_pasting_shows_and_confirming_loads(client, admin_user):
    client.force_login(admin_user)
    fields = {"year": 2026, "document_number": "", "notice": NOTICE_2026}
    page = client.post(LOAD, fields)
    assert "2026-02-15（周日）至 2026-02-23（周一）" in page.content.decode()
    assert not CalendarYear.objects.exists()
    answer = client.post(LOAD, {**fields, "confirm": "1"})
    assert answer.url == "/desk/calendar/?year=2026"
    loaded = CalendarYear.objects.get(year=2026)
    assert (loaded.document_number, loaded.loaded_by) == ("国办发明电〔2025〕7号", admin_user)
    assert not current_calendar().is_workday(date(2026, 10, 1))


def test_a_problem_is_told_and_the_text_is_kept(client, admin_user):
    client.force_login(admin_user)
    page = client.post(LOAD, {"year": 2027, "notice": NOTICE_2026, "confirm": "1"}).content.decode()
    assert "通知标题写的是 2026 年，要载入的是 2027 年。" in page
    assert "农历腊月二十八" in page
    assert not CalendarYear.objects.exists()


def test_the_text_can_be_edited_once_more(client, admin_user):
    client.force_login(admin_user)
    page = client.post(LOAD, {"year": 2026, "notice": NOTICE_2026, "edit": "1"}).content.decode()
    assert "读取并核对" in page
    assert "农历腊月二十八" in page


def test_others_may_not_load(client, street_leader):
    client.force_login(street_leader)
    assert client.get(LOAD).status_code == 403
    assert client.post(LOAD, {"year": 2026, "notice": NOTICE_2026, "confirm": "1"}).status_code == 403
