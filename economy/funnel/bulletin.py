"""The paragraphs of money received, contracts signed and projects under way."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, F, Prefetch, Q, QuerySet

from economy.contracts.models import Contract
from economy.contracts.queries import signed_amount
from economy.funds.models import FundsEntry, FundsTotal
from economy.funds.queries import funds_received
from economy.funds.tables import FundsTable
from economy.indicators.models import IndicatorTarget
from economy.projects.models import RANK, Project, ProjectStage
from economy.projects.queries import projects_visible_to
from economy.projects.tables import ProjectTable
from portal.attachments.models import Document
from portal.bulletin.declare import Figure, Scope, Source, Text, dated_records, paragraph
from portal.bulletin.phrases import YI, digits, listed, money, source_of
from portal.figures.exact import ZERO, plain
from portal.figures.periods import PeriodType
from portal.figures.rates import over_target_pct

LARGE_PROJECTS = 5


@dated_records
def counted_funds() -> QuerySet[FundsTotal]:
    """The areas and months in which money was counted."""
    return FundsTotal.objects.filter(entries__gt=0)


@dated_records
def signed_projects() -> QuerySet:
    """The areas and months in which projects were first signed."""
    return Project.objects.entered().exclude(signed_month="").annotate(period=F("signed_month"))


@paragraph("招商引资", order=10)
def funds_and_contracts(scope: Scope) -> Text | None:
    """区外资金 and 签约额 of the year up to the period, each opening to its entries; None when there are none."""
    sentences = [one for one in (_funds_sentence(scope), _signed_sentence(scope)) if one]
    if not sentences:
        return None
    return [f"{scope.period}，{scope.area.name}", *listed(sentences), "。"]


@paragraph("招商引资", order=20)
def large_projects(scope: Scope) -> Text | None:
    """The largest projects signed by then and not yet accepted, with the investment they plan; none illustrative."""
    rows = projects_visible_to(scope.user).filter(
        area__in=scope.area.subtree(), is_illustrative=False, planned_investment__gt=0,
        reached__gte=RANK[ProjectStage.SIGNED], reached__lt=RANK[ProjectStage.ACCEPTED],
        signed_month__gt="", signed_month__lte=scope.period.code,
    )  # fmt: skip
    documents = Prefetch("source_document", Document.objects.visible_to(scope.user))
    largest = rows.order_by("-planned_investment", "id").prefetch_related(documents)
    stated = list(largest[:LARGE_PROJECTS])
    if not stated:
        return None
    text: Text = ["推进"]
    for number, project in enumerate(stated):
        source = source_of(project, project.source_document, None, f"{project}计划总投资", "")
        text += ["、" if number else "", "投资", Figure(project.planned_investment_text or money(project.planned_investment or ZERO), source),
                 f"的{project}"]  # fmt: skip
    return [*text, "建设。"]


def _funds_sentence(scope: Scope) -> Text:
    first, last = f"{scope.period.year}-01", scope.period.code
    areas = _areas_of(scope, "economy.view_fundsentry")
    sums = funds_received(areas, first, last)
    if not sums["out_of_district"]:
        return []
    url = FundsTable.link(
        area=scope.area, state="counted", is_out_of_district=True, period__gte=first, period__lte=last
    )
    entries = FundsEntry.objects.counted().filter(
        area__in=areas, period__gte=first, period__lte=last, is_out_of_district=True, currency="cny"
    )  # fmt: skip
    counts = entries.aggregate(all=Count("id"), made_up=Count("id", filter=Q(is_illustrative=True)))
    source = Source(
        record=f"{scope.area.name}{scope.period}区外资金逐笔记录（{counts['all']}笔）",
        url=url, note=_parts(counts["made_up"]),
    )  # fmt: skip
    amount = Figure(money(sums["out_of_district"]), source, "按已计入的到位资金逐笔合计")
    return ["引进区外资金", amount, *_funds_against_target(scope, sums["out_of_district"], source)]


def _funds_against_target(scope: Scope, amount: Decimal, source: Source) -> Text:
    if scope.period.type != PeriodType.YEAR:
        return []
    targets = IndicatorTarget.objects.visible_to(scope.user).filter(
        area=scope.area, year=scope.period.year, indicator__query="economy.out_of_district_funds"
    )
    documents = Document.objects.visible_to(scope.user)
    target = targets.select_related("indicator").prefetch_related(Prefetch("document", documents)).first()
    if target is None:
        return []
    over = over_target_pct(amount / YI, target.quantity.to("亿元").value)
    if over is None:
        return []
    words, pct = ("，超年度目标", over) if over > 0 else ("，完成年度目标的", 100 + over)
    document = target.document
    aim = Source(
        record=str(target), url=source.url, note=target.note, document=document.title if document else "",
        document_url=document.get_absolute_url() if document else "",
    )  # fmt: skip
    return [
        *([words, Figure(f"{digits('', pct)}%", source, "按实绩与年度目标计算")] if over else ["，完成年度目标"]),
        "（年度目标", Figure(f"{plain(target.value.normalize())}{target.unit}", aim), "）",
    ]  # fmt: skip


def _signed_sentence(scope: Scope) -> Text:
    areas = _areas_of(scope, "economy.view_contract")
    signed = signed_amount(areas, scope.period.year, up_to_month=scope.period.end_month)
    if not signed.total:
        return []
    first, last = f"{scope.period.year}-01", scope.period.code
    made_up = Contract.objects.standing().filter(
        project__area__in=areas, project__signed_month__gte=first, project__signed_month__lte=last, is_illustrative=True
    )  # fmt: skip
    source = Source(
        record=f"{scope.area.name}{scope.period}签约项目（{signed.projects}个）",
        url=ProjectTable.link(area=scope.area, signed_month__gte=first, signed_month__lte=last), note=_parts(made_up.count(), "份"),
    )  # fmt: skip
    kinds = "、".join(f"{label}{money(amount)}" for label, amount in signed.types)
    return [
        "招商引资签约总金额完成",
        Figure(money(signed.total), source, f"首次签约在本年的项目，每个项目计一次：{kinds}"),
    ]


def _areas_of(scope: Scope, permission: str) -> frozenset[int]:
    """The bulletin's area and everything below it, as far as its reader may see such records."""
    return scope.user.reach(permission).below & set(scope.area.subtree().values_list("id", flat=True))


def _parts(made_up: int, measure: str = "笔") -> str:
    return f"其中 {made_up} {measure}为示例拆分，非官方公布的明细" if made_up else ""
