"""What was signed: each project once, by its firmest contracts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from economy.contracts.models import Contract, ContractQuerySet, ContractType
from economy.projects.models import Project
from portal.figures.computed import shared
from portal.figures.exact import ZERO
from portal.keys import AmongKeys

FIRMNESS = {
    ContractType.FORMAL: 4, ContractType.INTENTION: 3, ContractType.FRAMEWORK: 2, ContractType.UNSTATED: 1
}  # fmt: skip
TYPE_ORDER = tuple(FIRMNESS)


@dataclass(frozen=True)
class Signed:
    """What was signed in a year up to a month: each project once, by its firmest contracts in force then."""

    projects: int
    by_type: dict[ContractType, Decimal]

    @property
    def total(self) -> Decimal:
        """All types together, in 万元."""
        return sum(self.by_type.values(), ZERO)

    @property
    def types(self) -> list[tuple[str, Decimal]]:
        """The amounts by type, the firmest first, empty ones left out."""
        return [(kind.label, self.by_type[kind]) for kind in TYPE_ORDER if self.by_type.get(kind)]


@shared
def signed_count(areas: frozenset[int], year: int, up_to_month: int) -> int:
    """How many projects the areas signed first from January to a month."""
    return Project.objects.signed_in(year, up_to_month=up_to_month).filter(area__in=areas).count()


@shared
def signed_amount(areas: frozenset[int], year: int, *, up_to_month: int = 12) -> Signed:
    """What the areas signed from January to a month. A project counts once, in the year of its first signing.

    Of a project's contracts signed by then the firmest type counts (formal, intention, framework, unstated),
    and of that type all are added: so a framework agreement followed by its formal contract is not counted
    twice. Later contracts of an earlier year's project belong to that earlier year and change nothing here.
    """
    projects = Project.objects.signed_in(year, up_to_month=up_to_month).filter(area__in=areas)
    amounts = headlines(
        Contract.objects.filter(AmongKeys("project", projects.order_by().values("pk")), signed_month__lte=f"{year}-{up_to_month:02d}")
    )  # fmt: skip
    by_type: dict[ContractType, Decimal] = {}
    for kind, amount in amounts.values():
        by_type[kind] = by_type.get(kind, ZERO) + amount
    return Signed(signed_count(areas, year, up_to_month), by_type)


def headline_of(project: Project) -> tuple[ContractType, Decimal] | None:
    """The firmest contract type of a project and its amount in 万元; None without any amount."""
    return headlines(project.contracts.all()).get(project.pk)


def headlines(contracts: ContractQuerySet) -> dict[int, tuple[ContractType, Decimal]]:
    """Per project its firmest contract type and the sum of that type."""
    rows = contracts.standing().filter(amount__isnull=False).order_by()
    best: dict[int, tuple[ContractType, Decimal]] = {}
    for project, kind, amount in rows.values_list("project", "type").annotate(Sum("amount")):
        if project not in best or FIRMNESS[ContractType(kind)] > FIRMNESS[best[project][0]]:
            best[project] = ContractType(kind), amount
    return best
