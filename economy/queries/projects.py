"""What the funnel, the rates and the figures of investment promotion read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Left

from economy.models import (
    FUNNEL,
    Contract,
    ContractType,
    FundsCurrency,
    FundsStatement,
    FundsTotal,
    Project,
    ProjectFunds,
    ProjectProgress,
    ProjectStage,
)
from portal.accounts.models import Post, User
from portal.accounts.roles import COMMUNITY_STAFF, Role
from portal.figures.computed import shared
from portal.figures.exact import Number, half_up, plain
from portal.keys import AmongKeys
from portal.site.public_side import PublicSide

ZERO = Decimal(0)
FIRMNESS = {
    ContractType.FORMAL: 4, ContractType.INTENTION: 3, ContractType.FRAMEWORK: 2, ContractType.UNSTATED: 1
}  # fmt: skip
TYPE_ORDER = tuple(FIRMNESS)
ASSIGNABLE = {
    "chief_officer": (*COMMUNITY_STAFF, Role.ECONOMY_CLERK, Role.SECTION_CHIEF, Role.STREET_LEADER),
    "leader": (Role.STREET_LEADER, Role.SECTION_CHIEF),
}


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


def rate_pct(part: Number, whole: Number) -> Decimal | None:
    """A rate in percent to one decimal, half up; None without a whole."""
    return half_up(Decimal(part) * 100 / Decimal(whole), 1) if whole else None


def funnel(projects: QuerySet[Project], *, shown: int = 5) -> list[StageColumn]:
    """The columns of the funnel, side states last: five queries whatever there is."""
    rows = projects.exclude(stage=ProjectStage.VOIDED)
    counts = {
        row["stage"]: row
        for row in rows.order_by()
        .values("stage")
        .annotate(count=Count("id"), planned=Sum("planned_investment"))
    }
    signed = _signed_by_stage(rows)
    first: dict[str, list[Project]] = {}
    for project in _first_of_each(rows, shown):
        first.setdefault(project.stage, []).append(project)
    return [
        StageColumn(stage, counts.get(stage, {}).get("count", 0), counts.get(stage, {}).get("planned") or ZERO,
                    signed.get(stage, ZERO), first.get(stage, []))
        for stage in (*FUNNEL, ProjectStage.SUSPENDED, ProjectStage.TERMINATED)
        if stage in FUNNEL or stage in counts
    ]  # fmt: skip


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
    amounts = _headline(
        Contract.objects.filter(AmongKeys("project", projects.order_by().values("pk")), signed_month__lte=f"{year}-{up_to_month:02d}")
    )  # fmt: skip
    by_type: dict[ContractType, Decimal] = {}
    for kind, amount in amounts.values():
        by_type[kind] = by_type.get(kind, ZERO) + amount
    return Signed(signed_count(areas, year, up_to_month), by_type)


def rates_of(projects: QuerySet[Project]) -> Rates:
    """The rates of a set of signed projects: four queries."""
    signed = projects.count()
    performed = projects.reached(ProjectStage.LANDED).count()
    started = projects.reached(ProjectStage.STARTED).count()
    keys = projects.order_by().values("pk")
    contract = sum(
        (amount for _, amount in _headline(Contract.objects.filter(project__in=keys)).values()), ZERO
    )
    arrived = ProjectFunds.objects.filter(project__in=keys).aggregate(total=Sum("in_place"))["total"] or ZERO
    return Rates(
        signed,
        Rate(Decimal(performed), Decimal(signed)),
        Rate(Decimal(started), Decimal(signed)),
        Rate(arrived, contract),
    )


@shared
def funds_received(areas: frozenset[int], first: str, last: str) -> dict[str, Decimal]:
    """What arrived in the areas from one month to another, from the totals the database keeps: one small query."""
    names = ("entries", "in_place", "out_of_district", "out_of_province", "foreign_usd")
    rows = FundsTotal.objects.filter(area__in=areas, period__gte=first, period__lte=last)
    return rows.aggregate(**{name: Coalesce(Sum(name), 0 if name == "entries" else ZERO) for name in names})


def headline_of(project: Project) -> tuple[ContractType, Decimal] | None:
    """The firmest contract type of a project and its amount in 万元; None without any amount."""
    return _headline(project.contracts.all()).get(project.pk)


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


def _entered_by_year(project: Project) -> dict[str, dict[str, Decimal]]:
    """What the counted entries of a project add up to, by year."""
    rows = project.funds.counted().filter(currency=FundsCurrency.CNY).order_by()
    sums = rows.annotate(year=Left("period", 4)).values("year").annotate(
        in_place=Sum("amount"), out_of_district=Sum("amount", filter=Q(is_out_of_district=True))
    )  # fmt: skip
    return {row["year"]: row for row in sums}


def newest_progress() -> Subquery:
    """The completed investment of each row's project, by the last month on record; for lists."""
    rows = ProjectProgress.objects.filter(project=OuterRef("pk")).order_by("-period")
    return Subquery(rows.values("completed")[:1])


def contract_sum() -> Subquery:
    """The sum of each row's standing contracts, all types; for lists, which say so in the heading."""
    rows = Contract.objects.standing().filter(project=OuterRef("pk")).order_by()
    return Subquery(rows.values("project").annotate(total=Sum("amount")).values("total"))


def assignable(user: User, roles: tuple[str, ...]) -> QuerySet[User]:
    """Colleagues whom `user` may assign: with one of the roles in the areas of his or her posts, or above them.

    Whether their post holds the place of the project is checked by the action.
    """
    reach = user.reach("economy.view_project")
    posts = Post.objects.in_force().filter(role__in=roles, area__in=reach.below | reach.above)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("full_name", "id")


def published_projects(side: PublicSide) -> QuerySet[Project]:
    """The projects an office chose to make public, once they are signed; for everybody, without money or persons."""
    rows = side.narrow(Project.objects.filter(is_public=True, stage__in=FUNNEL[2:])).select_related("area")
    return rows.order_by("-reached", "-id").only(
        "name", "industry_label", "stage", "reached", "updated_at", "is_illustrative", "area__name"
    )


def projects_visible_to(user: User) -> QuerySet[Project]:
    """The projects a person may see, but those entered by mistake."""
    return Project.objects.visible_to(user).entered()


def _headline(contracts: QuerySet[Contract]) -> dict[int, tuple[ContractType, Decimal]]:
    """Per project its firmest contract type and the sum of that type."""
    rows = contracts.standing().filter(amount__isnull=False).order_by()
    best: dict[int, tuple[ContractType, Decimal]] = {}
    for project, kind, amount in rows.values_list("project", "type").annotate(Sum("amount")):
        if project not in best or FIRMNESS[ContractType(kind)] > FIRMNESS[best[project][0]]:
            best[project] = ContractType(kind), amount
    return best


def _signed_by_stage(rows: QuerySet[Project]) -> dict[str, Decimal]:
    contracts = Contract.objects.filter(project__in=rows.order_by().values("pk"))
    headline = _headline(contracts)
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


def _wan(value: Decimal) -> str:
    return f"{plain(value.normalize() if value else ZERO)}万元"
