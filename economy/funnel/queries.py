"""What the funnel, the rates and the figures of investment promotion read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from economy.contracts.models import Contract
from economy.contracts.queries import headlines
from economy.funds.models import ProjectFunds
from economy.projects.models import FUNNEL, Project, ProjectStage
from economy.projects.models.project import ProjectQuerySet
from portal.figures.exact import ZERO, half_up, plain


@dataclass(frozen=True)
class StageColumn:
    """A column of the funnel: how many projects stand at a stage, what they plan to invest and what they signed."""

    stage: ProjectStage
    count: int
    planned: Decimal
    signed: Decimal
    projects: list[Project]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.projects)


@dataclass(frozen=True)
class Rate:
    """A part of a whole in percent, one decimal; None of it when there is no whole."""

    part: Decimal
    whole: Decimal

    @property
    def pct(self) -> Decimal | None:
        """The rate, half up to one decimal."""
        return rate_pct(self.part, self.whole)

    @property
    def basis(self) -> str:
        """What was divided by what."""
        return f"{plain(self.part.normalize() if self.part else ZERO)} / {plain(self.whole.normalize() if self.whole else ZERO)}"


@dataclass(frozen=True)
class Rates:
    """The rates of the projects signed in a year (domain sheet 2.2).

    `performed` 履约率: landed or further / signed. `started` 开工率: started or further / signed. `in_place`
    资金到位率: funds in place of these projects / their contract amounts, both in 万元 and since they began.
    """

    signed: int
    performed: Rate
    started: Rate
    in_place: Rate


def rate_pct(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A rate in percent to one decimal, half up; None without a whole."""
    return half_up(Decimal(part) * 100 / Decimal(whole), 1) if whole else None


def funnel(projects: QuerySet[Project], *, shown: int = 5) -> list[StageColumn]:
    """The columns of the funnel, side states last: five queries whatever there is."""
    rows = projects.exclude(stage=ProjectStage.VOIDED)
    counts: dict[str, dict[str, Any]] = {
        row["stage"]: dict(row)
        for row in rows.order_by()
        .values("stage")
        .annotate(count=Count("id"), planned_sum=Sum("planned_investment"))
    }
    signed = _signed_by_stage(rows)
    first: dict[str, list[Project]] = {}
    for project in _first_of_each(rows, shown):
        first.setdefault(project.stage, []).append(project)
    return [
        StageColumn(stage, counts.get(stage, {}).get("count", 0), counts.get(stage, {}).get("planned_sum") or ZERO,
                    signed.get(stage, ZERO), first.get(stage, []))
        for stage in (*FUNNEL, ProjectStage.SUSPENDED, ProjectStage.TERMINATED)
        if stage in FUNNEL or stage in counts
    ]  # fmt: skip


def rates_of(projects: ProjectQuerySet) -> Rates:
    """The rates of a set of signed projects: four queries."""
    signed = projects.count()
    performed = projects.reached(ProjectStage.LANDED).count()
    started = projects.reached(ProjectStage.STARTED).count()
    keys = projects.order_by().values("pk")
    contract = sum(
        (amount for _, amount in headlines(Contract.objects.filter(project__in=keys)).values()), ZERO
    )
    arrived = ProjectFunds.objects.filter(project__in=keys).aggregate(total=Sum("in_place"))["total"] or ZERO
    return Rates(
        signed,
        Rate(Decimal(performed), Decimal(signed)),
        Rate(Decimal(started), Decimal(signed)),
        Rate(arrived, contract),
    )


def _signed_by_stage(rows: QuerySet[Project]) -> dict[str, Decimal]:
    contracts = Contract.objects.filter(project__in=rows.order_by().values("pk"))
    headline = headlines(contracts)
    stages = dict(
        rows.filter(pk__in=contracts.order_by().values("project")).order_by().values_list("pk", "stage")
    )
    found: dict[str, Decimal] = {}
    for project, (_, amount) in headline.items():
        found[stages[project]] = found.get(stages[project], ZERO) + amount
    return found


def _first_of_each(rows: QuerySet[Project], shown: int) -> list[Project]:
    """The newest few projects of every stage, in one query: per stage the index gives them at once."""
    stages = (*FUNNEL, ProjectStage.SUSPENDED, ProjectStage.TERMINATED)
    pieces = [rows.filter(stage=stage).order_by("-id").values_list("pk")[:shown] for stage in stages]
    keys = pieces[0].union(*pieces[1:], all=True)
    found = Project.objects.filter(pk__in=[pk for (pk,) in keys]).order_by("-id")
    return list(found.select_related("area").defer("search_text", "note", "area__boundary"))
