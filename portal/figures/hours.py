"""Service hours: overlapping intervals of one volunteer are merged, not summed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from portal.errors import InvalidInput
from portal.figures.exact import half_up

Interval = tuple[datetime, datetime]


class InvalidInterval(InvalidInput):
    """An interval that ends before it begins."""


def union_hours(intervals: Iterable[Interval]) -> Decimal:
    """Hours covered by at least one interval, 2 decimals; touching intervals simply add up."""
    covered, reached = timedelta(), None
    for start, end in sorted(intervals):
        if end < start:
            raise InvalidInterval("结束时间不能早于开始时间。")
        begin = start if reached is None else max(start, reached)
        if end > begin:
            covered += end - begin
        reached = end if reached is None else max(end, reached)
    return half_up(Fraction(covered // timedelta(microseconds=1), 3_600_000_000), 2)
