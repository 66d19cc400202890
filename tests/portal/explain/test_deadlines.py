"""The deadline kind over the office's calendar: A35–A38, A41–A44."""

from __future__ import annotations

import json

import pytest

from portal.explain import explain
from portal.explain.batch import answer_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "length", "unit", "strict", "due"),
    [
        ("2026-09-22", 15, "calendar_day", "2026-10-07", "2026-10-08"),
        ("2026-02-03", 15, "calendar_day", "2026-02-18", "2026-02-24"),
        ("2026-08-06", 60, "calendar_day", "2026-10-05", "2026-10-08"),
        ("2026-09-28", 5, "working_day", "2026-10-10", "2026-10-10"),
        ("2026-02-13", 5, "working_day", "2026-02-27", "2026-02-27"),
        ("2026-09-18", 20, "working_day", "2026-10-22", "2026-10-22"),
        ("2026-01-30", 30, "calendar_day", "2026-03-01", "2026-03-02"),
        ("2024-01-31", 1, "month", "2024-02-29", "2024-02-29"),
        ("2024-02-29", 1, "year", "2025-02-28", "2025-02-28"),
    ],
)
def test_dates(start, length, unit, strict, due):
    request = {"start": start, "length": length, "unit": unit}
    assert explain("deadline", request).result == {"strict": strict, "due": due}


def test_an_unloaded_year_is_named():
    line = b'{"what": "deadline", "start": "2026-12-21", "length": "20", "unit": "working_day"}'
    answer = json.loads(answer_line(line))
    assert (answer["error"], answer["year"]) == ("CalendarUnavailable", 2027)


def test_the_steps_say_why_it_moved():
    steps = explain("deadline", {"start": "2026-09-22", "length": 15, "unit": "calendar_day"}).steps
    assert "2026-10-08" in steps[-1]
    assert "民法典第二百零三条" in steps[-1]
