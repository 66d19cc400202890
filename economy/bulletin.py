"""The economy's paragraphs: what was reported for the period, in the office's phrasing.

Values stand as printed in the report. A published rate is stated where there is one, otherwise the one
computed from the records. Illustrative figures are left out, and so is any rate that rests on one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse

from economy.models import (
    RANK,
    ClusterMembership,
    Contract,
    Direction,
    FundsEntry,
    FundsTotal,
    IndicatorReport,
    IndicatorTarget,
    IndustryCluster,
    Project,
    ProjectStage,
)
from economy.queries.board import BoardFigure, board
from economy.queries.clusters import member_count
from economy.queries.projects import funds_received, projects_visible_to, signed_amount
from portal.attachments.models import Document
from portal.bulletin.declare import Figure, LeftOut, Scope, Source, Text, dated_records, paragraph
from portal.figures.exact import plain
from portal.figures.periods import PeriodType
from portal.figures.rates import YoyLabel, over_target_pct

ILLUSTRATIVE = "示例数据，非官方公布"
YI = Decimal(10_000)
LARGE_PROJECTS = 5
PHRASES = {
    YoyLabel.ZERO_BASE: "上年同期为零",
    YoyLabel.TURNED_TO_PROFIT: "同比扭亏为盈",
    YoyLabel.LOSS_NARROWED: "同比减亏",
    YoyLabel.LOSS_WIDENED: "同比增亏",
    YoyLabel.TURNED_TO_LOSS: "同比由盈转亏",
}


@dataclass(frozen=True)
class Reported:
    """A figure with the report it stands in and, in a year's bulletin, the target it is held against."""

    figure: BoardFigure
    report: IndicatorReport
    target: IndicatorTarget | None

    @property
    def source(self) -> Source:
        """The report the figure and its rates come from."""
        caution = "同比按可比价" if self.figure.indicator.at_comparable_prices else ""
        return _source(
            self.report, self.report.source_document, self.report.revision_no, self.report.title, caution
        )

    @property
    def amount(self) -> Figure:
        """The value in the digits and the unit of the report."""
        digits = self.report.cum_text or plain(self.report.cum_value.normalize())
        return Figure(f"{digits}{self.report.unit}", self.source)


@dated_records
def official_reports() -> QuerySet[IndicatorReport]:
    """The reports a bulletin states: standing, with a figure, not illustrative."""
    return IndicatorReport.objects.standing().filter(is_illustrative=False, cum_value__isnull=False)


@paragraph("经济运行", order=10)
def reported_indicators(scope: Scope) -> Text | None:
    """Every reported indicator of the period in one sentence; None when none is on record."""
    figures = [figure for figure in board(scope.area, scope.period, computed=False) if _has_figure(figure)]
    left_out = [_left_out(figure, scope) for figure in figures if figure.reading.row["is_illustrative"]]
    stated = [_statement(one) for one in _reported(figures, scope)]
    if not stated:
        return list(left_out) or None
    sentence: Text = [_opening(scope)]
    for number, statement in enumerate(stated):
        sentence += ["；", *statement] if number else statement
    return [*sentence, "。", *left_out]


def _has_figure(figure: BoardFigure) -> bool:
    return figure.reading is not None and figure.reading.quantity is not None


def _left_out(figure: BoardFigure, scope: Scope) -> LeftOut:
    return LeftOut(f"{scope.area.name}{scope.period}{figure.indicator}", figure.reading.url, ILLUSTRATIVE)


def _reported(figures: list[BoardFigure], scope: Scope) -> list[Reported]:
    documents = Document.objects.visible_to(scope.user)
    official = [_official(figure) for figure in figures if not figure.reading.row["is_illustrative"]]
    reports = IndicatorReport.objects.visible_to(scope.user).prefetch_related(
        Prefetch("source_document", documents)
    )
    found = reports.in_bulk([figure.reading.row["id"] for figure in official])
    targets = _targets(scope, documents)
    return [
        Reported(figure, found[figure.reading.row["id"]], targets.get(figure.indicator.pk))
        for figure in official
        if figure.reading.row["id"] in found
    ]


def _official(figure: BoardFigure) -> BoardFigure:
    """The figure without illustrative readings, so that no rate is computed from one."""
    kept = {code: one for code, one in figure.readings.items() if not one.row["is_illustrative"]}
    return replace(figure, readings=kept)


def _targets(scope: Scope, documents: QuerySet[Document]) -> dict[int, IndicatorTarget]:
    if scope.period.type != PeriodType.YEAR:
        return {}
    rows = IndicatorTarget.objects.visible_to(scope.user).filter(area=scope.area, year=scope.period.year)
    found = rows.select_related("indicator").prefetch_related(Prefetch("document", documents))
    return {target.indicator_id: target for target in found}


def _source(
    report: IndicatorReport | Project, document: Document | None, revision: int | None, title: str, note: str
) -> Source:
    return Source(
        record=title,
        url=report.get_absolute_url(),
        document=document.title if document else "",
        document_url=document.get_absolute_url() if document else "",
        revision=revision,
        note=note,
    )


# The phrases -------------------------------------------------------------------------------------------


def _opening(scope: Scope) -> str:
    period = scope.period
    when = str(period) if period.type == PeriodType.YEAR else f"截至{period.year}年{period.end_month}月底"
    return f"{when}，{scope.area.name}"


def _statement(one: Reported) -> Text:
    return [*_amount(one), *_against_target(one), *_growth(one)]


def _amount(one: Reported) -> Text:
    indicator = one.figure.indicator
    if not indicator.is_cumulative:
        return [f"{indicator}为", one.amount]
    if one.figure.period.type == PeriodType.YEAR:
        return [f"完成{indicator}", one.amount]
    return [f"{indicator}累计完成", one.amount]


def _against_target(one: Reported) -> Text:
    """超年度目标 as published, otherwise as computed; nothing when neither is known."""
    published = one.report.reported_over_target_pct
    over = one.figure.over_target_pct if published is None else published.normalize()
    if one.figure.period.type != PeriodType.YEAR or over is None:
        return []
    if over == 0:
        return ["，完成年度目标", *_target(one)]
    computed = "按实绩与年度目标计算" if published is None else ""
    if one.figure.indicator.direction == Direction.LESS or over < 0:
        words, pct = _held_against(one), _digits("", 100 + over)
    else:
        words, pct = "，超年度目标", _digits(one.report.over_target_text, over)
    return [words, Figure(f"{pct}%", one.source, computed), *_target(one)]


def _held_against(one: Reported) -> str:
    is_cap = one.figure.indicator.direction == Direction.LESS
    return "，为年度控制目标的" if is_cap else "，完成年度目标的"


def _target(one: Reported) -> Text:
    if one.target is None:
        return []
    source = _source(one.report, one.target.document, None, str(one.target), one.target.note)
    return ["（年度目标", Figure(f"{plain(one.target.value.normalize())}{one.target.unit}", source), "）"]


def _growth(one: Reported) -> Text:
    """Growth as published, otherwise as computed; the word for a loss or a zero base where a rate would mislead."""
    published, change = one.report.reported_yoy_pct, one.figure.yoy
    if published is not None:
        return _rate(published, _digits(one.report.yoy_text, published.normalize()), one.source)
    if change.label:
        return [f"，{PHRASES[change.label]}"]
    if change.pct is None:
        return []
    return _rate(change.pct, _digits("", change.pct), one.source, "按本期数与上年同期数计算")


def _rate(pct: Decimal, digits: str, source: Source, computed: str = "") -> Text:
    if pct == 0:
        return ["，同比持平"]
    return [f"，同比{'增长' if pct > 0 else '下降'}", Figure(f"{digits}%", source, computed)]


def _digits(printed: str, value: Decimal) -> str:
    """The digits without a sign: as printed where that was kept."""
    return printed.strip("+-−%") or plain(abs(value))


# Clusters ----------------------------------------------------------------------------------------------


@paragraph("招商引资", order=60)
def cluster_members(scope: Scope) -> Text | None:
    """Who joined the office's clusters in the period, and how many belong at its end; None when nobody joined."""
    stated: list[Text] = []
    left_out: list[LeftOut] = []
    for cluster, memberships in _clusters(scope):
        joined = [
            one for one in memberships if scope.period.starts_on <= one.joined_on <= scope.period.ends_on
        ]
        if joined and cluster.is_illustrative:
            left_out.append(LeftOut(f"{cluster}的成员", cluster.get_absolute_url(), ILLUSTRATIVE))
        elif joined:
            stated.append(_cluster(cluster, joined, memberships, scope))
    if not stated:
        return list(left_out) or None
    sentence: Text = [_opening(scope)]
    for number, statement in enumerate(stated):
        sentence += ["；", *statement] if number else statement
    return [*sentence, "。", *left_out]


def _clusters(scope: Scope) -> list[tuple[IndustryCluster, list[ClusterMembership]]]:
    """The office's clusters with all their members, by industry: one query."""
    rows = ClusterMembership.objects.visible_to(scope.user).filter(cluster__area=scope.area)
    rows = rows.select_related("cluster", "enterprise__industry", "source_document").order_by("cluster_id")
    return [
        (cluster, sorted(members, key=lambda one: (_industry(one), one.joined_on, one.pk)))
        for cluster, members in groupby(rows, key=lambda one: one.cluster)
    ]


def _cluster(
    cluster: IndustryCluster,
    joined: list[ClusterMembership],
    memberships: list[ClusterMembership],
    scope: Scope,
) -> Text:
    """“保险金融产业集群新引进财产保险企业2家（…），年底共有成员2家”."""
    text: Text = [f"{cluster}新引进"]
    for number, (industry, group) in enumerate(groupby(joined, key=_industry)):
        members = list(group)
        names = "、".join(str(one.enterprise) for one in members)
        source = _member_source(cluster, members, scope)
        text += [
            "、" if number else "",
            f"{industry}企业",
            Figure(f"{len(members)}家", source),
            f"（{names}）",
        ]
    end = scope.period.ends_on
    when = "年底" if scope.period.type == PeriodType.YEAR else f"{end.month}月底"
    present = [one for one in memberships if one.holds_on(end)]
    source = _member_source(cluster, present, scope, on=True)
    total = Figure(f"{member_count(present, end)}家", source, "按成员的加入、退出日期计算")
    return [*text, f"，{when}共有成员", total]


def _member_source(
    cluster: IndustryCluster, members: list[ClusterMembership], scope: Scope, *, on: bool = False
) -> Source:
    """The list of exactly these members, and the document they all come from."""
    first, last = scope.period.starts_on.isoformat(), scope.period.ends_on.isoformat()
    asked = {"on": last} if on else {"joined_on_after": first, "joined_on_before": last}
    documents = {one.source_document for one in members}
    document = documents.pop() if len(documents) == 1 else None
    return Source(
        record=f"{cluster}成员", url=f"{reverse('economy:cluster_members')}?{urlencode({'cluster': cluster.pk, **asked})}",
        document=document.title if document else "", document_url=document.get_absolute_url() if document else "",
    )  # fmt: skip


def _industry(membership: ClusterMembership) -> str:
    industry = membership.enterprise.industry
    return industry.name if industry else ""


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
    text: Text = [f"{scope.period}，{scope.area.name}"]
    for number, sentence in enumerate(sentences):
        text += ["；", *sentence] if number else sentence
    return [*text, "。"]


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
        source = _source(project, project.source_document, None, f"{project}计划总投资", "")
        text += ["、" if number else "", "投资", Figure(project.planned_investment_text or _money(project.planned_investment), source),
                 f"的{project}"]  # fmt: skip
    return [*text, "建设。"]


def _funds_sentence(scope: Scope) -> Text:
    first, last = f"{scope.period.year}-01", scope.period.code
    areas = _areas_of(scope, "economy.view_fundsentry")
    sums = funds_received(areas, first, last)
    if not sums["out_of_district"]:
        return []
    asked = {
        "area": scope.area.pk,
        "state": "counted",
        "out_of_district": "true",
        "period_from": first,
        "period_to": last,
    }
    entries = FundsEntry.objects.counted().filter(
        area__in=areas, period__gte=first, period__lte=last, is_out_of_district=True, currency="cny"
    )  # fmt: skip
    counts = entries.aggregate(all=Count("id"), made_up=Count("id", filter=Q(is_illustrative=True)))
    source = Source(
        record=f"{scope.area.name}{scope.period}区外资金逐笔记录（{counts['all']}笔）",
        url=f"{reverse('economy:funds')}?{urlencode(asked)}", note=_parts(counts["made_up"]),
    )  # fmt: skip
    amount = Figure(_money(sums["out_of_district"]), source, "按已计入的到位资金逐笔合计")
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
        *([words, Figure(f"{_digits('', pct)}%", source, "按实绩与年度目标计算")] if over else ["，完成年度目标"]),
        "（年度目标", Figure(f"{plain(target.value.normalize())}{target.unit}", aim), "）",
    ]  # fmt: skip


def _signed_sentence(scope: Scope) -> Text:
    areas = _areas_of(scope, "economy.view_contract")
    signed = signed_amount(areas, scope.period.year, up_to_month=scope.period.end_month)
    if not signed.total:
        return []
    first, last = f"{scope.period.year}-01", scope.period.code
    asked = {"area": scope.area.pk, "signed_from": first, "signed_to": last}
    made_up = Contract.objects.standing().filter(
        project__area__in=areas, project__signed_month__gte=first, project__signed_month__lte=last, is_illustrative=True
    )  # fmt: skip
    source = Source(
        record=f"{scope.area.name}{scope.period}签约项目（{signed.projects}个）",
        url=f"{reverse('economy:projects')}?{urlencode(asked)}", note=_parts(made_up.count(), "份"),
    )  # fmt: skip
    kinds = "、".join(f"{label}{_money(amount)}" for label, amount in signed.types)
    return [
        "招商引资签约总金额完成",
        Figure(_money(signed.total), source, f"首次签约在本年的项目，每个项目计一次：{kinds}"),
    ]


def _areas_of(scope: Scope, permission: str) -> list[int]:
    """The bulletin's area and everything below it, as far as its reader may see such records."""
    return sorted(set(scope.area.subtree().values_list("id", flat=True)) & scope.user.reach(permission).below)


def _parts(made_up: int, measure: str = "笔") -> str:
    return f"其中 {made_up} {measure}为示例拆分，非官方公布的明细" if made_up else ""


def _money(wan: Decimal) -> str:
    """An amount in 亿元 from one 亿元 up, else in 万元, in as few digits as it takes."""
    value, unit = (wan / YI, "亿元") if abs(wan) >= YI else (wan, "万元")
    return f"{plain(value.normalize() if value else value)}{unit}"
