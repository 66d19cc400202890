from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from portal.clock.actions import load_year
from portal.clock.calendar import current_calendar, seed_calendar
from portal.clock.errors import CalendarUnavailable
from portal.clock.models import CalendarDay, CalendarYear
from portal.clock.notice import Holiday, read_notice
from portal.errors import InvalidInput, NotPermitted
from tests.portal.clock.test_notice import NOTICE_2026

pytestmark = pytest.mark.django_db

# Made up for the tests: no notice for 2027 was published when they were written.
HOLIDAYS_2027 = [
    Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2), (date(2026, 12, 27),)),
    Holiday("春节", date(2027, 2, 5), date(2027, 2, 12), (date(2027, 2, 14),)),
    Holiday("清明节", date(2027, 4, 3), date(2027, 4, 5)),
    Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 5, 8),)),
    Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
    Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 10, 9),)),
]


def load_2027(by, holidays=HOLIDAYS_2027, document_number="国办发明电〔2026〕样例号"):
    return load_year(2027, holidays=holidays, document_number=document_number, by=by)


def test_before_anything_is_loaded_the_seed_answers():
    assert current_calendar() == seed_calendar()


def test_ensure_calendar_loads_the_seed_once(capsys):
    call_command("ensure_calendar")
    call_command("ensure_calendar")
    assert CalendarYear.objects.count() == 23
    assert current_calendar() == seed_calendar()
    assert capsys.readouterr().out.splitlines() == [
        "已载入 2004–2026 年工作日历，共 23 年。",
        "工作日历已齐，没有新的年份。",
    ]


def test_ensure_calendar_leaves_a_loaded_year_alone(admin_user):
    load_year(2026, holidays=read_notice(NOTICE_2026, 2026).holidays, document_number="号", by=admin_user)
    call_command("ensure_calendar")
    assert CalendarYear.objects.get(year=2026).document_number == "号"


def test_loading_a_year_makes_it_known(admin_user):
    loaded = load_2027(admin_user)
    assert loaded.loaded_by == admin_user
    assert current_calendar().is_workday(date(2027, 5, 8))
    assert not current_calendar().is_workday(date(2027, 10, 1))
    assert current_calendar().is_workday(date(2026, 10, 10)), "the published years stay known"


def test_a_notice_reaches_into_the_december_before(admin_user):
    load_2027(admin_user)
    assert not current_calendar().is_workday(date(2026, 12, 31))
    assert current_calendar().is_workday(date(2026, 12, 27))


def test_loading_again_replaces(admin_user):
    load_2027(admin_user)
    load_2027(
        admin_user,
        [*HOLIDAYS_2027[:4], Holiday("端午节", date(2027, 6, 10), date(2027, 6, 10)), *HOLIDAYS_2027[5:]],
    )
    assert current_calendar().is_workday(date(2027, 6, 9))
    assert not current_calendar().is_workday(date(2027, 6, 10))


def test_only_the_system_administrator_loads(street_leader, security_admin):
    for user in (street_leader, security_admin):
        with pytest.raises(NotPermitted):
            load_2027(user)
    assert not CalendarYear.objects.exists()


@pytest.mark.parametrize(
    ("holidays", "number", "problem"),
    [
        (HOLIDAYS_2027[1:], "号", "没有读到“元旦”"),
        (HOLIDAYS_2027, " ", "没有填写通知的文号"),
        ([*HOLIDAYS_2027, Holiday("校庆", date(2028, 1, 3), date(2028, 1, 3))], "号", "不在 2027 年"),
    ],
)
def test_an_impossible_year_is_refused_and_nothing_is_written(admin_user, holidays, number, problem):
    with pytest.raises(InvalidInput, match=problem):
        load_2027(admin_user, holidays, number)
    assert not CalendarYear.objects.exists()
    with pytest.raises(CalendarUnavailable):
        current_calendar().is_workday(date(2027, 1, 4))


def test_a_day_has_one_meaning():
    call_command("ensure_calendar")
    with pytest.raises(IntegrityError):
        CalendarDay.objects.create(notice_id=2026, day=date(2026, 10, 1), kind="makeup", name="国庆节")
