"""Reporting figures: drafts are saved set-wise, published ones are corrected by a new revision only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils import timezone

from economy.indicators.models import Indicator
from economy.reports.models import OPEN, STANDING, IndicatorReport, ReportState
from portal.clock.calendar import current_calendar
from portal.errors import InvalidInput, NotPermitted
from portal.figures.periods import Period, PeriodType
from portal.figures.quantity import Unit
from portal.registers import Saved
from portal.site.public_cache import bust_public_cache
from portal.workflow.actions import take
from portal.writing import locked, locked_rows, saved, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User
    from portal.attachments.models import Document


FIGURES = (
    "unit", "cum_value", "cum_text", "month_value", "base_value", "reported_yoy_pct", "yoy_text",
    "reported_over_target_pct", "over_target_text", "note",
)  # fmt: skip
ENTERED = (*FIGURES, "negative_adjustment_reason", "correction_reason")
Key = tuple[int, int, str]


@dataclass(kw_only=True)
class ReportDraft:
    """One figure to be saved: values as printed, in the unit printed; None means missing, never zero."""

    indicator: Indicator
    area: Area
    period: Period
    unit: str
    cum_value: Decimal | None = None
    cum_text: str = ""
    month_value: Decimal | None = None
    base_value: Decimal | None = None
    reported_yoy_pct: Decimal | None = None
    yoy_text: str = ""
    reported_over_target_pct: Decimal | None = None
    over_target_text: str = ""
    note: str = ""
    negative_adjustment_reason: str = ""
    correction_reason: str = ""
    is_illustrative: bool = False
    row: int | None = None

    @cached_property
    def key(self) -> Key:
        """What makes it the same figure: indicator, area and period."""
        return self.indicator.pk, self.area.pk, self.period.code

    def differs_from(self, report: IndicatorReport) -> bool:
        """Whether any figure differs from what `report` holds."""
        return any(getattr(self, name) != getattr(report, name) for name in FIGURES)


@writing()
def save_reports(drafts: Sequence[ReportDraft], *, by: User, source: Document | None = None) -> Saved:
    """Save drafts set-wise: new ones are added, open ones changed, equal ones left alone.

    A figure that is already published is corrected by a new revision, which needs `correction_reason`.
    Refuses areas outside the user's post, computed indicators, and figures under review.
    """
    _check_area(drafts, by)
    standing, open_reports, revisions = _known(drafts)
    saved, problems = Saved(), []
    for draft in drafts:
        problem = _problem(draft, standing.get(draft.key), open_reports.get(draft.key))
        if problem:
            problems.append({"row": draft.row, "field": draft.indicator.name, **problem})
            continue
        _place(draft, standing.get(draft.key), open_reports.get(draft.key), revisions, saved, by, source)
    if problems:
        raise InvalidInput(f"有 {len(problems)} 个数不能保存：{problems[0]['message']}", problems)
    return saved.write_all((*ENTERED, "source_document"))


def save_report(draft: ReportDraft, *, by: User, source: Document | None = None) -> IndicatorReport:
    """Save one draft and return the report that now holds it (the standing one when nothing differs)."""
    saved = save_reports([draft], by=by, source=source)
    for report in (*saved.created, *saved.changed):
        return report
    indicator, area, period = draft.key
    known = IndicatorReport.objects.filter(indicator=indicator, area=area, period=period)
    return known.filter(Q(state__in=OPEN) | Q(is_current=True)).order_by("-revision_no")[0]


def report_figure(
    *, by: User, indicator: Indicator, area: Area, period: Period, **figures: Any
) -> IndicatorReport:
    """Report one figure: a draft, or the correction of a published one."""
    return save_report(ReportDraft(indicator=indicator, area=area, period=period, **figures), by=by)


@writing()
def change_figure(report: IndicatorReport, facts: dict[str, Any], *, by: User) -> IndicatorReport:
    """Change a figure that is not published; what is not named stays."""
    locked(report)
    kept = {name: getattr(report, name) for name in ENTERED}
    draft = ReportDraft(indicator=report.indicator, area=report.area, period=report.span, **{**kept, **facts})
    return save_report(draft, by=by)


def _check_area(drafts: Iterable[ReportDraft], by: User) -> None:
    below = by.reach("economy.save_report").below
    outside = sorted({draft.area.name for draft in drafts if draft.area.pk not in below})
    if outside:
        raise NotPermitted(f"您的岗位不能填报这些区域：{'、'.join(outside[:5])}。")


def _known(
    drafts: Sequence[ReportDraft],
) -> tuple[dict[Key, IndicatorReport], dict[Key, IndicatorReport], dict[Key, int]]:
    rows = IndicatorReport.objects.filter(
        indicator__in={draft.indicator.pk for draft in drafts},
        area__in={draft.area.pk for draft in drafts},
        period__in={draft.period.code for draft in drafts},
    )
    keyed = lambda reports: {(r.indicator_id, r.area_id, r.period): r for r in reports}  # noqa: E731
    # First the lock: what is published meanwhile then stands among the others.
    open_reports = keyed(locked_rows(rows.open()))
    last = rows.order_by().values_list("indicator_id", "area_id", "period").annotate(Max("revision_no"))
    return (
        keyed(rows.standing()),
        open_reports,
        {(i, a, p): number for i, a, p, number in last},
    )


def _problem(
    draft: ReportDraft, standing: IndicatorReport | None, open_: IndicatorReport | None
) -> dict | None:
    if draft.indicator.query:
        return {"message": f"“{draft.indicator}”由系统计算，不能填报。", "cure": "请删去这一行"}
    if open_ is not None:
        under_review = open_.state not in (ReportState.DRAFT, ReportState.RETURNED)
        if under_review and draft.differs_from(open_):
            return {"message": f"“{open_}”正在审核，不能修改。", "cure": "请先撤回或请审核人退回"}
        return None
    if standing is not None and draft.differs_from(standing) and not draft.correction_reason.strip():
        return {"message": f"“{standing}”已发布，更正要写明理由。", "cure": "请在“更正理由”中写明原因"}
    return None


def _place(draft: ReportDraft, standing: IndicatorReport | None, open_: IndicatorReport | None,
           revisions: dict[Key, int], saved: Saved, by: User, source: Document | None) -> None:  # fmt: skip
    known = open_ or standing
    if known is not None and not draft.differs_from(known):
        saved.unchanged += 1
    elif open_ is not None:
        saved.changed.append(_fill(open_, draft, source))
    else:
        report = _new(draft, revision_no=revisions.get(draft.key, 0) + 1, by=by)
        saved.created.append(_fill(report, draft, source))
        revisions[draft.key] = report.revision_no


def _new(draft: ReportDraft, *, revision_no: int, by: User) -> IndicatorReport:
    due_on, review_due_on = cut_off(draft.indicator, draft.period)
    suffix = f"-{revision_no}" if revision_no > 1 else ""
    return IndicatorReport(
        indicator=draft.indicator, area=draft.area, period=draft.period.code, revision_no=revision_no,
        code=f"ZB-{draft.period.code.replace('-', '')}-{draft.indicator.pk}-{draft.area.pk}{suffix}",
        title=f"{draft.area.name}{upto(draft.period)}{draft.indicator.name}",
        due_on=due_on, review_due_on=review_due_on, created_by=by, is_illustrative=draft.is_illustrative,
    )  # fmt: skip


def _fill(report: IndicatorReport, draft: ReportDraft, source: Document | None) -> IndicatorReport:
    for name in ENTERED:
        setattr(report, name, getattr(draft, name))
    report.source_document = source or report.source_document
    report.updated_at = timezone.now()
    return report


def upto(period: Period) -> Period:
    """January to the period's last month: what a cumulative figure covers."""
    return replace(period, type=PeriodType.MONTH, cumulative=True)


def cut_off(indicator: Indicator, period: Period) -> tuple[date, date]:
    """Until when the figure is to be reported and reviewed: days of the next month, rolled to working days."""
    calendar = current_calendar()
    first = period.ends_on + timedelta(days=1)
    return calendar.roll(first.replace(day=indicator.submit_day)), calendar.roll(
        first.replace(day=indicator.review_day)
    )


# Called by the flow ------------------------------------------------------------------------------------


def check_submittable(report: IndicatorReport) -> None:
    """Refuse what cannot be reviewed: a missing figure without a note, a fall without a reason."""
    if report.cum_value is None and not report.note.strip():
        cure = "请填数；确实没有的，在“说明”里写明原因"
        raise InvalidInput.at("cum_value", "累计数是空的", cure, "没有累计数。")
    before = earlier_in_year(report)
    stated = report.quantity
    if (
        before is None
        or before.cum_value is None
        or stated is None
        or report.negative_adjustment_reason.strip()
    ):
        return
    if report.quantity is not None and report.quantity.to(Unit(before.unit)).value < before.cum_value:
        now, then = report.cum_text or report.cum_value, before.cum_text or before.cum_value
        raise InvalidInput.at(
            "negative_adjustment_reason", "累计数比上期小", "核对数字；如有退税、退库或核减，请写明原因",
            f"累计数 {now} 小于 {before.span} 的 {then}。",
        )  # fmt: skip


def earlier_in_year(report: IndicatorReport) -> IndicatorReport | None:
    """The latest standing figure of the same year before this one's month."""
    if not report.indicator.is_cumulative:
        return None
    rows = IndicatorReport.objects.standing().filter(
        indicator=report.indicator_id, area=report.area_id, cum_value__isnull=False,
        period__gte=f"{report.period[:4]}-01", period__lt=report.period,
    )  # fmt: skip
    return rows.order_by("-period").first()


def put_in_force(report: IndicatorReport, by: User) -> None:
    """Make a published revision the one that counts; the one before it is superseded, not changed."""
    before = IndicatorReport.objects.filter(
        indicator=report.indicator_id, area=report.area_id, period=report.period, state__in=STANDING
    ).exclude(pk=report.pk)
    for old in before:
        take(old, "supersede", by=by, note=report.correction_reason, is_current=False)
    report.is_current = True
    saved(report)
    bust_public_cache()
