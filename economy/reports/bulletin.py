"""The paragraph of the reported indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from django.db.models import Prefetch, QuerySet

from economy.indicators.models import Direction, IndicatorTarget
from economy.reports.models import IndicatorReport
from economy.reports.queries import BoardFigure, Reading, board
from portal.attachments.models import Document
from portal.bulletin.declare import Figure, LeftOut, Scope, Source, Text, dated_records, paragraph
from portal.bulletin.phrases import ILLUSTRATIVE, digits, listed, opening, source_of
from portal.figures.exact import ZERO, plain
from portal.figures.periods import PeriodType
from portal.figures.rates import YoyLabel

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
        return source_of(
            self.report, self.report.source_document, self.report.revision_no, self.report.title, caution
        )

    @property
    def amount(self) -> Figure:
        """The value in the digits and the unit of the report."""
        digits = self.report.cum_text or plain((self.report.cum_value or ZERO).normalize())
        return Figure(f"{digits}{self.report.unit}", self.source)


@dated_records
def official_reports() -> QuerySet[IndicatorReport]:
    """The reports a bulletin states: standing, with a figure, not illustrative."""
    return IndicatorReport.objects.standing().filter(is_illustrative=False, cum_value__isnull=False)


@paragraph("经济运行", order=10)
def reported_indicators(scope: Scope) -> Text | None:
    """Every reported indicator of the period in one sentence; None when none is on record."""
    figures = [figure for figure in board(scope.area, scope.period, computed=False) if _has_figure(figure)]
    left_out = [_left_out(figure, scope) for figure in figures if _reading(figure).row["is_illustrative"]]
    stated = [_statement(one) for one in _reported(figures, scope)]
    if not stated:
        return list(left_out) or None
    return [opening(scope), *listed(stated), "。", *left_out]


def _has_figure(figure: BoardFigure) -> bool:
    return figure.reading is not None and figure.reading.quantity is not None


def _reading(figure: BoardFigure) -> Reading:
    """The reading of a figure that has one."""
    return cast("Reading", figure.reading)


def _left_out(figure: BoardFigure, scope: Scope) -> LeftOut:
    return LeftOut(f"{scope.area.name}{scope.period}{figure.indicator}", _reading(figure).url, ILLUSTRATIVE)


def _reported(figures: list[BoardFigure], scope: Scope) -> list[Reported]:
    documents = Document.objects.visible_to(scope.user)
    official = [_official(figure) for figure in figures if not _reading(figure).row["is_illustrative"]]
    reports = IndicatorReport.objects.visible_to(scope.user).prefetch_related(
        Prefetch("source_document", documents)
    )
    found = reports.in_bulk([_reading(figure).row["id"] for figure in official])
    targets = _targets(scope, documents)
    return [
        Reported(figure, found[_reading(figure).row["id"]], targets.get(figure.indicator.pk))
        for figure in official
        if _reading(figure).row["id"] in found
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


# The phrases -------------------------------------------------------------------------------------------


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
        words, pct = _held_against(one), digits("", 100 + over)
    else:
        words, pct = "，超年度目标", digits(one.report.over_target_text, over)
    return [words, Figure(f"{pct}%", one.source, computed), *_target(one)]


def _held_against(one: Reported) -> str:
    is_cap = one.figure.indicator.direction == Direction.LESS
    return "，为年度控制目标的" if is_cap else "，完成年度目标的"


def _target(one: Reported) -> Text:
    if one.target is None:
        return []
    source = source_of(one.report, one.target.document, None, str(one.target), one.target.note)
    return ["（年度目标", Figure(f"{plain(one.target.value.normalize())}{one.target.unit}", source), "）"]


def _growth(one: Reported) -> Text:
    """Growth as published, otherwise as computed; the word for a loss or a zero base where a rate would mislead."""
    published, change = one.report.reported_yoy_pct, one.figure.yoy
    if published is not None:
        return _rate(published, digits(one.report.yoy_text, published.normalize()), one.source)
    if change.label:
        return [f"，{PHRASES[change.label]}"]
    if change.pct is None:
        return []
    return _rate(change.pct, digits("", change.pct), one.source, "按本期数与上年同期数计算")


def _rate(pct: Decimal, digits: str, source: Source, computed: str = "") -> Text:
    if pct == 0:
        return ["，同比持平"]
    return [f"，同比{'增长' if pct > 0 else '下降'}", Figure(f"{digits}%", source, computed)]
