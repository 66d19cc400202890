"""The deadline examples of the domain sheet, part D, and properties that hold for every date."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock.calendar import seed_calendar
from portal.clock.deadlines import (
    Due,
    Light,
    Unit,
    add_months,
    apply_by,
    business_day,
    deadline,
    exceeds,
    overdue_days,
    valid_until,
    warning_light,
)
from portal.clock.errors import CalendarUnavailable
from portal.clock.workdays import WorkCalendar
from portal.errors import InvalidInput


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "strict", "due"),
    [
        pytest.param("2026-09-22", 15, "2026-10-07", "2026-10-08", id="A35 petition over National Day"),
        pytest.param("2026-02-03", 15, "2026-02-18", "2026-02-24", id="A35 petition over Spring Festival"),
        pytest.param("2026-08-06", 60, "2026-10-05", "2026-10-08", id="A36 petition"),
        pytest.param("2026-08-06", 90, "2026-11-04", "2026-11-04", id="A36 petition extended"),
        pytest.param("2026-09-04", 30, "2026-10-04", "2026-10-08", id="A42 confirmation over National Day"),
        pytest.param("2026-01-30", 30, "2026-03-01", "2026-03-02", id="A42 confirmation ending on a Sunday"),
        pytest.param("2026-09-01", 30, "2026-10-01", "2026-10-08", id="A43 review request"),
        pytest.param("2026-09-15", 20, "2026-10-05", "2026-10-08", id="A50 tender"),
    ],
)
def test_calendar_days(calendar, start, length, strict, due):
    assert deadline(day(start), length, Unit.CALENDAR_DAY, calendar) == Due(day(strict), day(due))


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        pytest.param("2026-09-28", 5, "2026-10-10", id="A37 ends on a Saturday of work"),
        pytest.param("2026-02-13", 5, "2026-02-27", id="A37 over Spring Festival"),
        pytest.param("2026-09-18", 20, "2026-10-22", id="A38 counts a Sunday of work"),
        pytest.param("2026-02-06", 20, "2026-03-12", id="A38 over Spring Festival"),
        pytest.param("2026-09-29", 7, "2026-10-14", id="A40 clarification"),
        pytest.param("2026-09-25", 15, "2026-10-22", id="A40 third party"),
    ],
)
def test_working_days(calendar, start, length, due):
    assert deadline(day(start), length, "working_day", calendar) == Due(day(due), day(due))


def test_suspension_excludes_the_days_after_asking_up_to_the_answer(calendar):
    pauses = [(day("2026-09-24"), day("2026-10-12"))]
    assert deadline(day("2026-09-18"), 20, "working_day", calendar, pauses).due == day("2026-11-02")


def test_suspension_pushes_calendar_days_by_its_length(calendar):
    pauses = [(day("2026-03-05"), day("2026-03-15"))]
    found = deadline(day("2026-03-02"), 10, "calendar_day", calendar, pauses)
    assert found == Due(day("2026-03-22"), day("2026-03-23"))


def test_a_pause_begun_on_the_last_day_changes_nothing(calendar):
    pauses = [(day("2026-03-12"), day("2026-03-20"))]
    assert deadline(day("2026-03-02"), 10, "calendar_day", calendar, pauses).strict == day("2026-03-12")


def test_working_days_into_an_unloaded_year_raise(calendar):
    with pytest.raises(CalendarUnavailable) as refused:
        deadline(day("2026-12-21"), 20, "working_day", calendar)
    assert refused.value.year == 2027
    assert "2027" in refused.value.message


def test_working_days_left_before_the_unloaded_year(calendar):
    assert calendar.count_workdays(day("2026-12-21"), day("2026-12-31")) == 8
    assert deadline(day("2026-12-21"), 8, "working_day", calendar).due == day("2026-12-31")


def test_working_days_of_2026(calendar):
    assert calendar.count_workdays(day("2025-12-31"), day("2026-12-31")) == 248


@pytest.mark.parametrize("start", ["2026-12-20", "2027-05-05"])
def test_the_roll_needs_the_year_and_the_strict_day_does_not(calendar, start):
    with pytest.raises(CalendarUnavailable):
        deadline(day(start), 15, "calendar_day", calendar)
    strict = deadline(day(start), 15, "calendar_day", calendar, roll=False).strict
    assert strict == day(start) + timedelta(days=15)


def test_an_unloaded_start_is_no_obstacle_when_the_end_is_loaded(calendar):
    assert deadline(day("2003-12-20"), 20, "calendar_day", calendar).due == day("2004-01-09")


def test_a_weekend_of_an_unloaded_year_is_never_guessed(calendar):
    with pytest.raises(CalendarUnavailable):
        calendar.is_workday(day("2027-01-02"))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param("2024-01-31", 1, "2024-02-29", id="A44 leap February"),
        pytest.param("2025-01-31", 1, "2025-02-28", id="A44 February"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="A44 a year from 29 February"),
        pytest.param("2024-02-29", 48, "2028-02-29", id="A44 four years"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="over the new year"),
        pytest.param("2026-12-15", 12, "2027-12-15", id="December to December"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("start", "length", "unit", "strict", "due"),
    [
        ("2024-01-31", 1, "month", "2024-02-29", "2024-02-29"),
        ("2024-02-29", 1, "year", "2025-02-28", "2025-02-28"),
        ("2025-10-01", 1, "year", "2026-10-01", "2026-10-08"),
    ],
)
def test_months_and_years_roll(calendar, start, length, unit, strict, due):
    assert deadline(day(start), length, unit, calendar) == Due(day(strict), day(due))


def test_hours_run_from_the_moment_and_do_not_roll(calendar):
    start = datetime(2026, 9, 30, 23, 30)
    assert deadline(start, 1, "hour", calendar).due == datetime(2026, 10, 1, 0, 30)


def test_hours_need_a_moment(calendar):
    with pytest.raises(InvalidInput):
        deadline(day("2026-09-30"), 1, "hour", calendar)


@pytest.mark.parametrize("length", [0, -1])
def test_a_length_below_one_is_refused(calendar, length):
    with pytest.raises(InvalidInput):
        deadline(day("2026-09-30"), length, "calendar_day", calendar)


@pytest.mark.parametrize(("start", "unit"), [("9999-12-30", "year"), ("9999-12-30", "calendar_day")])
def test_beyond_the_last_date_is_refused_in_words(calendar, start, unit):
    with pytest.raises(InvalidInput):
        deadline(day(start), 3, unit, calendar)


def test_a_pause_ending_before_it_begins_is_refused(calendar):
    with pytest.raises(InvalidInput):
        deadline(day("2026-03-02"), 10, "month", calendar, [(day("2026-03-20"), day("2026-03-10"))])


@pytest.mark.parametrize(
    ("start", "length", "unit", "last"),
    [
        pytest.param("2021-11-24", 5, "year", "2026-11-23", id="A45"),
        pytest.param("2024-02-29", 1, "year", "2025-02-28", id="no anniversary"),
        pytest.param("2025-03-01", 1, "year", "2026-02-28", id="ends in February"),
        pytest.param("2026-01-31", 1, "month", "2026-02-28", id="a month"),
        pytest.param("2026-01-01", 30, "calendar_day", "2026-01-30", id="days"),
    ],
)
def test_validity_counts_its_first_day(start, length, unit, last):
    assert valid_until(day(start), length, unit) == day(last)


def test_renewal_is_applied_for_sixty_days_before_the_end():
    assert apply_by(day("2026-11-23"), 60) == day("2026-09-24")


@pytest.mark.parametrize(("started", "too_late"), [("2026-02-28", False), ("2026-03-01", True)])
def test_more_than_five_years_excludes_the_fifth_anniversary(started, too_late):
    assert exceeds(day("2021-02-28"), 5, "year", day(started)) is too_late


@pytest.mark.parametrize(
    ("due", "today", "days"),
    [("2024-02-28", "2024-03-01", 2), ("2026-02-28", "2026-03-01", 1), ("2026-02-28", "2026-02-28", 0)],
)
def test_overdue_days_count_the_leap_day(due, today, days):
    assert overdue_days(day(due), day(today)) == days


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-10-01", Light.GREEN),
        ("2026-10-02", Light.YELLOW),
        ("2026-10-05", Light.RED),
        ("2026-10-08", Light.RED),
        ("2026-10-09", Light.OVERDUE),
    ],
)
def test_lights_warn_by_the_strict_day_and_judge_by_the_moved_one(today, light):
    assert warning_light(day("2026-10-07"), day("2026-10-08"), day(today)) is light


@pytest.mark.parametrize(
    ("moment", "counts_for"), [(time(17, 30), "2026-11-23"), (time(17, 31), "2026-11-24")]
)
def test_after_closing_time_the_next_day_counts(moment, counts_for):
    assert business_day(datetime.combine(day("2026-11-23"), moment), time(17, 30)) == day(counts_for)


CALENDAR = seed_calendar()
starts = st.dates(day("2004-01-01"), day("2020-12-31"))
lengths = st.integers(1, 60)
day_units = st.sampled_from(["calendar_day", "working_day", "month"])


@st.composite
def pauses(draw):
    begins = draw(
        st.lists(st.tuples(st.dates(day("2003-06-01"), day("2021-06-30")), st.integers(0, 60)), max_size=4)
    )
    return [(begin, begin + timedelta(days=length)) for begin, length in begins]


@given(starts, lengths, day_units, pauses())
def test_a_longer_deadline_ends_later(start, length, unit, stops):
    shorter = deadline(start, length, unit, CALENDAR, stops)
    longer = deadline(start, length + 1, unit, CALENDAR, stops)
    assert longer.strict > shorter.strict
    assert longer.due >= shorter.due


@given(starts, lengths, day_units, pauses())
def test_the_due_day_is_the_first_workday_from_the_strict_one(start, length, unit, stops):
    found = deadline(start, length, unit, CALENDAR, stops)
    assert found.due >= found.strict > start
    assert CALENDAR.is_workday(found.due)
    assert CALENDAR.count_workdays(found.strict - timedelta(days=1), found.due) == 1


@given(starts, lengths, day_units, pauses())
def test_pausing_never_shortens(start, length, unit, stops):
    assert (
        deadline(start, length, unit, CALENDAR, stops).strict
        >= deadline(start, length, unit, CALENDAR).strict
    )


@given(starts, lengths, pauses())
def test_exactly_the_length_is_counted_outside_the_pauses(start, length, stops):
    end = deadline(start, length, "calendar_day", CALENDAR, stops).strict
    span = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(not any(begin < one <= until for begin, until in stops) for one in span) == length


@given(starts, lengths)
def test_working_days_and_their_count_agree(start, length):
    assert CALENDAR.count_workdays(start, deadline(start, length, "working_day", CALENDAR).due) == length


@given(st.dates(day("2005-01-01"), day("2025-12-31")), st.dates(day("2005-01-01"), day("2025-12-31")))
def test_a_calendar_without_a_year_never_answers_for_it(one, other):
    partial = WorkCalendar(frozenset({one.year}), CALENDAR.holidays, CALENDAR.makeup_days)
    if other.year == one.year:
        assert partial.is_workday(other) is CALENDAR.is_workday(other)
    else:
        with pytest.raises(CalendarUnavailable):
            partial.is_workday(other)
