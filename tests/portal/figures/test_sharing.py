"""Allocation, votes and hours: A48, A49, A51, A53."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.figures.allocate import InvalidAllocation, allocate
from portal.figures.hours import InvalidInterval, union_hours
from portal.figures.votes import InvalidVote, Owners, VoteResult, owners_vote, party_vote

ALL = Owners(120, 9600)
cents = st.integers(-(10**12), 10**12).map(lambda number: D(number).scaleb(-2))
weights = st.lists(st.decimals("0.01", 10**6, places=2), min_size=1, max_size=30)
DAY = datetime(2026, 5, 1)
intervals = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 600)).map(
        lambda pair: (DAY + timedelta(minutes=min(pair)), DAY + timedelta(minutes=max(pair)))
    )
)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("86400.00", ["5120.50", "3010.00", "2499.99"], ["41617.20", "24463.97", "20318.83"]),
        ("10000.00", ["1", "1", "1"], ["3333.34", "3333.33", "3333.33"]),
        ("0.01", ["1", "1"], ["0.01", "0.00"]),
        ("-10000", ["1", "1", "1"], ["-3333.34", "-3333.33", "-3333.33"]),
        ("5", ["0", "1"], ["0.00", "5.00"]),
        ("0", ["1"], ["0.00"]),
    ],
)
def test_allocate(total, weights, parts):
    assert [str(part) for part in allocate(D(total), [D(weight) for weight in weights])] == parts


@pytest.mark.parametrize(("total", "weights"), [("1.005", [1]), ("1", []), ("1", [0, 0]), ("1", [1, -1])])
def test_cannot_be_allocated(total, weights):
    with pytest.raises(InvalidAllocation):
        allocate(D(total), weights)


@given(cents, weights)
def test_parts_sum_to_the_total_and_stay_within_a_cent(total, weights):
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - total * weight / sum(weights)) < D("0.010001")
        for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize(
    ("present", "in_favour", "special", "result"),
    [
        (Owners(80, 6400), Owners(41, D("3200.01")), False, VoteResult(True, True)),
        (Owners(80, 6400), Owners(40, 3300), False, VoteResult(True, False)),
        (Owners(80, 6400), Owners(41, 3200), False, VoteResult(True, False)),
        (Owners(79, 6400), Owners(60, 5000), False, VoteResult(False, False)),
        (Owners(80, D("6399.99")), Owners(60, 5000), False, VoteResult(False, False)),
        (Owners(80, 6400), Owners(60, 4800), True, VoteResult(True, True)),
        (Owners(80, 6400), Owners(59, 4800), True, VoteResult(True, False)),
        (Owners(80, 6400), Owners(60, D("4799.99")), True, VoteResult(True, False)),
    ],
)
def test_owners(present, in_favour, special, result):
    assert owners_vote(ALL, present, in_favour, special=special) == result


@pytest.mark.parametrize(
    ("total", "present", "in_favour"),
    [
        (Owners(0, 0), Owners(0, 0), Owners(0, 0)),
        (ALL, Owners(121, 100), Owners(1, 1)),
        (ALL, Owners(80, 100), Owners(81, 1)),
        (ALL, Owners(80, 6400), Owners(41, -1)),
    ],
)
def test_owners_counts_that_contradict(total, present, in_favour):
    with pytest.raises(InvalidVote):
        owners_vote(total, present, in_favour)


@pytest.mark.parametrize(
    ("entitled", "present", "full_members", "in_favour", "result"),
    [
        (21, 11, 21, 11, VoteResult(True, True)),
        (21, 11, 21, 10, VoteResult(True, False)),
        (20, 10, 20, 10, VoteResult(False, False)),
        (20, 11, 20, 10, VoteResult(True, False)),
    ],
)
def test_party(entitled, present, full_members, in_favour, result):
    found = party_vote(entitled=entitled, present=present, full_members=full_members, in_favour=in_favour)
    assert found == result


def test_overlapping_hours_count_once():
    assert str(union_hours([at("14:00", "16:45"), at("16:00", "17:30")])) == "3.50"


def test_touching_and_nested_intervals():
    assert union_hours([at("08:00", "09:00"), at("09:00", "10:00"), at("08:10", "08:20")]) == 2


def test_an_interval_cannot_end_before_it_begins():
    with pytest.raises(InvalidInterval):
        union_hours([at("16:00", "14:00")])


@given(intervals)
def test_hours_are_those_of_the_minutes_covered(intervals):
    covered = {
        minute
        for minute in range(600)
        for start, end in intervals
        if start <= DAY + timedelta(minutes=minute) < end
    }
    assert abs(union_hours(intervals) * 60 - len(covered)) <= D("0.3")


def at(start: str, end: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(f"2026-05-01T{start}"), datetime.fromisoformat(f"2026-05-01T{end}")
