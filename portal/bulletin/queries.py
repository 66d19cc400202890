"""For which offices and periods a bulletin can be written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from portal.accounts.models import Area, AreaKind, User
from portal.bulletin.build import PERMISSION
from portal.bulletin.declare import declared_records
from portal.errors import NotPermitted
from portal.figures.periods import Period, PeriodType

DECEMBER = 12


@dataclass(frozen=True)
class Issue:
    """A bulletin that can be opened: its period and how the address names it."""

    period: Period

    @property
    def key(self) -> str:
        """`2017` for a year, `2018-03` for a year up to a month."""
        return f"{self.period.year}" if self.period.type == PeriodType.YEAR else self.period.code

    @property
    def label(self) -> str:
        """What it is called in a list of its year."""
        if self.period.type == PeriodType.YEAR:
            return "全年"
        return "1月" if self.period.end_month == 1 else f"1—{self.period.end_month}月"


def offices_for(user: User) -> list[Area]:
    """The streets and communities whose bulletin `user` may read, streets with records first.

    Each carries `has_records`. Refuses (403) who may read none.
    """
    reach = user.reach(PERMISSION)
    if not reach:
        raise NotPermitted("您的岗位不能查看综合简报。")
    rows = Area.objects.in_force().filter(pk__in=reach.below, kind__in=(AreaKind.STREET, AreaKind.COMMUNITY))
    on_record = [Exists(records.filter(area=OuterRef("pk"))) for records in declared_records()]
    found = rows.defer("boundary").annotate(has_records=reduce(or_, on_record, Q(pk__in=[])))
    return sorted(found, key=lambda area: (area.kind != AreaKind.STREET, not area.has_records, area.path))


def issues_of(area: Area) -> list[Issue]:
    """Every bulletin that can be written for an office, the latest first; December's is the year's."""
    months: set[str] = set()
    for records in declared_records():
        months.update(records.filter(area=area).order_by().values_list("period", flat=True).distinct())
    return [Issue(period_up_to(int(code[:4]), int(code[5:]))) for code in sorted(months, reverse=True)]


def period_up_to(year: int, month: int) -> Period:
    """January to the end of a month; up to December it is the year."""
    return Period(year, month, PeriodType.YEAR) if month == DECEMBER else Period(year, month, cumulative=True)
