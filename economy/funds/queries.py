"""What arrived, and what looks wrong about it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, Left

from economy.funds.models import FundsCurrency, FundsEntry, FundsEvidence, FundsStatement, FundsTotal
from economy.projects.models import Project
from portal.figures.computed import shared
from portal.figures.exact import ZERO, plain


@shared
def funds_received(areas: frozenset[int], first: str, last: str) -> dict[str, Decimal]:
    """What arrived in the areas from one month to another, from the totals the database keeps: one small query."""
    names = ("entries", "in_place", "out_of_district", "out_of_province", "foreign_usd")
    rows = FundsTotal.objects.filter(area__in=areas, period__gte=first, period__lte=last)
    return rows.aggregate(**{name: Coalesce(Sum(name), 0 if name == "entries" else ZERO) for name in names})


def warnings_of(
    project: Project, arrived: Decimal, completed: Decimal | None, statements: Sequence[FundsStatement]
) -> list[str]:
    """What looks wrong about a project's money, in words; one query, only when a ledger stated totals."""
    found, planned = [], project.planned_investment
    for label, value in (("到位资金", arrived), ("累计完成投资", completed)):
        if planned is not None and value is not None and value > planned:
            found.append(f"{label} {_wan(value)} 超过计划总投资 {_wan(planned)}，请核对")
    entered = _entered_by_year(project) if statements else {}
    for statement in statements:
        summed = entered.get(str(statement.year), {})
        for name, label in (("in_place", "到位资金"), ("out_of_district", "区外资金")):
            stated, receipts = getattr(statement, name), summed.get(name) or ZERO
            if stated is not None and stated != receipts:
                found.append(
                    f"台账所列{statement.year}年{label} {_wan(stated)}，逐笔凭证合计 {_wan(receipts)}，两者不一致"
                )
    return found


def _entered_by_year(project: Project) -> dict[str, Any]:
    """What the counted entries of a project add up to, by year."""
    rows = project.funds.counted().filter(currency=FundsCurrency.CNY).order_by()
    sums = rows.annotate(year=Left("period", 4)).values("year").annotate(
        in_place=Sum("amount"), out_of_district=Sum("amount", filter=Q(is_out_of_district=True))
    )  # fmt: skip
    return {row["year"]: row for row in sums}


def _wan(value: Decimal) -> str:
    return f"{plain(value.normalize() if value else ZERO)}万元"


def evidence_of(entry: FundsEntry) -> list[FundsEvidence]:
    """The documents that prove an entry, in the order they were attached."""
    return list(entry.evidence.select_related("document").order_by("id"))
