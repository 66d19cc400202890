"""What the dashboard and the bulletin read: standing figures beside targets, last year and the schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from economy.indicators.models import Basis, Indicator, IndicatorTarget, RatioRule
from economy.reports.models import IndicatorReport, ReportState
from portal.accounts.models import Area, AreaKind
from portal.figures.computed import Computation, declared_query, reading_together
from portal.figures.exact import read_decimal
from portal.figures.periods import Period
from portal.figures.quantity import Quantity, Unit
from portal.figures.rates import (
    Consistency,
    MonthlyPoint,
    Yoy,
    completion_pct,
    monthly_points,
    over_target_pct,
    schedule_pct,
    yoy,
    yoy_consistency,
)

COLUMNS = (
    "id", "indicator_id", "period", "unit", "cum_value", "cum_text", "base_value", "reported_yoy_pct",
    "reported_over_target_pct", "over_target_text", "yoy_text", "revision_no", "is_illustrative", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A standing figure in its indicator's unit."""

    row: dict
    quantity: Quantity | None

    @property
    def url(self) -> str:
        """The record it opens to."""
        return reverse("economy:report", args=[self.row["id"]])


@dataclass
class BoardFigure:
    """One indicator for an area and period, with everything that is said beside it."""

    indicator: Indicator
    period: Period
    readings: dict[str, Reading] = field(default_factory=dict)
    target: Quantity | None = None
    computation: Computation | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        """The unit all values of this figure are shown in."""
        return Unit(self.indicator.unit)

    @property
    def reading(self) -> Reading | None:
        """The standing figure of the period itself."""
        return self.readings.get(self.period.code)

    @property
    def value(self) -> Decimal | None:
        """The figure, reported or computed, in the indicator's unit; None when it cannot be known."""
        if self.computation is not None:
            return self.computation.value
        return self.reading.quantity.value if self.reading and self.reading.quantity else None

    @property
    def url(self) -> str | None:
        """Where the figure opens: its report, or the records it was computed from."""
        if self.computation is not None:
            return self.computation.records_url
        return self.reading.url if self.reading else None

    @property
    def missing(self) -> str:
        """Why there is no value; empty when there is one."""
        if self.value is not None:
            return ""
        if self.computation is not None:
            return self.computation.missing
        if self.reading is None:
            return f"{self.period}尚无已发布的数"
        return self.reading.row["note"] or "填报时没有数"

    @property
    def completion_pct(self) -> Decimal | None:
        """How much of the year's target is done; None without a target."""
        return completion_pct(self.value, self.target.value if self.target else None)

    @property
    def over_target_pct(self) -> Decimal | None:
        """Completion beyond the year's target; negative means 未完成."""
        return over_target_pct(self.value, self.target.value if self.target else None)

    @property
    def schedule_pct(self) -> Decimal:
        """How much of the year has passed, by the indicator's basis."""
        return schedule_pct(self.period.ends_on, by_day=self.indicator.schedule_basis == Basis.DAY)

    @property
    def base(self) -> Decimal | None:
        """The same period last year: the standing figure, else the base reported with this one."""
        before = self.readings.get(self.period.previous_year.code)
        if before and before.quantity:
            return before.quantity.value
        if self.reading and self.reading.row["base_value"] is not None:
            return in_unit(self.reading.row["base_value"], self.reading.row["unit"], self.unit)
        return None

    @property
    def yoy(self) -> Yoy:
        """Growth computed from the two figures on record."""
        return yoy(self.value, self.base)

    @property
    def published_yoy_pct(self) -> Decimal | None:
        """Growth as published; it stands beside the computed one and is never corrected by it."""
        return self.reading.row["reported_yoy_pct"] if self.reading else None

    @property
    def yoy_note(self) -> str:
        """Whether published and computed growth agree (within 0.05 percentage points)."""
        agreement = yoy_consistency(self.published_yoy_pct, self.value, self.base)
        if agreement == Consistency.UNKNOWN:
            return ""
        if agreement == Consistency.CONSISTENT:
            return "公布数与计算数一致"
        by_price = "，或按可比价计算" if self.indicator.at_comparable_prices else ""
        return f"公布数与计算数不一致：上年基数可能按同口径调整过{by_price}"

    def series(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """Each month of this year up to the period: month, cumulative, the same month last year."""
        values = {code: reading.quantity.value for code, reading in self.readings.items() if reading.quantity}
        months = [f"{self.period.year}-{month:02d}" for month in range(1, self.period.end_month + 1)]
        return [
            (month, values.get(month), values.get(f"{self.period.year - 1}{month[4:]}")) for month in months
        ]

    def months(self) -> list[MonthlyPoint]:
        """Each month of this year alone, where it can be known; falls were explained when reported."""
        values = {int(month[5:]): value for month, value, _ in self.series()}
        merged = self.indicator.merges_january
        return monthly_points(values, merged_jan_feb=merged, negative_adjustment_reason="填报时已说明")


def board(area: Area, period: Period, *, computed: bool = True) -> list[BoardFigure]:
    """Every indicator of the area's office for a period: four queries and what each computed indicator asks.

    Without `computed` only what was reported: a bulletin states computed figures in paragraphs of their own.
    """
    lineage = area.lineage().order_by().values("pk")
    figures = {
        indicator.pk: BoardFigure(indicator, period)
        for indicator in Indicator.objects.active().filter(area__in=lineage).order_by("order", "id")
    }
    _read(figures, area, period)
    _aim(figures, area, period)
    if computed:
        _compute(figures, area, period)
    _question(figures, lineage)
    return list(figures.values())


def in_unit(value: Decimal, unit: str, target: Unit) -> Decimal:
    """A printed value in another unit of its kind."""
    return Quantity(value, Unit(unit)).to(target).value


def areas_with_figures(reach: frozenset[int]) -> list[Area]:
    """The streets and communities in reach that have standing figures, each with its last `figures_until` (a month)."""
    last = (
        IndicatorReport.objects.standing()
        .filter(area=OuterRef("pk"))
        .order_by("-period")
        .values("period")[:1]
    )
    rows = Area.objects.in_force().filter(pk__in=reach, kind__in=(AreaKind.STREET, AreaKind.COMMUNITY))
    return list(
        rows.annotate(figures_until=Subquery(last)).filter(figures_until__isnull=False).defer("boundary")
    )


def revisions_of(report: IndicatorReport, user: Any) -> list[IndicatorReport]:
    """The other revisions of the same figure that `user` may see, the last first; no question where there are none."""
    if report.revision_no == 1 and report.state != ReportState.SUPERSEDED:
        return []
    rows = IndicatorReport.objects.visible_to(user).filter(
        indicator=report.indicator_id, area=report.area_id, period=report.period
    )
    return list(rows.exclude(pk=report.pk).order_by("-revision_no"))


def figure_of(report: IndicatorReport) -> BoardFigure:
    """One report beside its target, its year and the year before: two queries. Its own figure counts, standing or not."""
    figure = BoardFigure(report.indicator, report.span)
    figures = {report.indicator_id: figure}
    _read(figures, report.area, report.span)
    _aim(figures, report.area, report.span)
    row = {name: getattr(report, name) for name in COLUMNS}
    figure.readings[report.period] = Reading(
        row, report.quantity.to(figure.unit) if report.quantity else None
    )
    return figure


def _read(figures: dict[int, BoardFigure], area: Area, period: Period) -> None:
    rows = IndicatorReport.objects.standing().filter(
        area=area, period__gte=f"{period.year - 1}-01", period__lte=period.code, indicator__in=figures
    )  # fmt: skip
    for row in rows.values(*COLUMNS):
        figure = figures[row["indicator_id"]]
        figure.readings[row["period"]] = Reading(row, _quantity(row, figure.unit))


def _quantity(row: dict, unit: Unit) -> Quantity | None:
    if row["cum_value"] is None:
        return None
    printed = read_decimal(row["cum_text"]) if row["cum_text"] else row["cum_value"]
    return Quantity(printed, Unit(row["unit"])).to(unit)


def _aim(figures: dict[int, BoardFigure], area: Area, period: Period) -> None:
    targets = IndicatorTarget.objects.filter(area=area, year=period.year, indicator__in=figures)
    for indicator, value, unit in targets.values_list("indicator", "value", "unit"):
        figure = figures[indicator]
        figure.target = Quantity(value, Unit(unit)).to(figure.unit)


def _compute(figures: dict[int, BoardFigure], area: Area, period: Period) -> None:
    computed = [figure for figure in figures.values() if figure.indicator.query]
    if not computed:
        return
    areas = frozenset(area.subtree().values_list("id", flat=True))
    with reading_together():
        for figure in computed:
            query = declared_query(figure.indicator.query)
            unknown = Computation(None, "", f"没有名为“{figure.indicator.query}”的计算方法")
            figure.computation = query.answer(areas, period) if query else unknown


def _question(figures: dict[int, BoardFigure], lineage: QuerySet) -> None:
    for rule in RatioRule.objects.filter(area__in=lineage):
        part, whole = figures.get(rule.numerator_id), figures.get(rule.denominator_id)
        if part is None or whole is None or part.value is None or not whole.value:
            continue
        ratio = in_unit(part.value, part.unit, whole.unit) / whole.value * 100
        too_low = rule.low_pct is not None and ratio < rule.low_pct
        if too_low or (rule.high_pct is not None and ratio > rule.high_pct):
            part.warnings.append(f"{rule.name} {ratio:.2f}%：{rule.advice}")
