"""An office's indicators, targets and figures from a folder of data.

Figures go through the same steps as everybody's: reported by the economy clerk, reviewed and published by
the section chief, so that the sample has a timeline and a trail like any other record.
"""

from __future__ import annotations

from pathlib import Path

from economy.indicators.folders import indicators_in, targets_in
from economy.indicators.models import Indicator, RatioRule
from economy.reports.actions import ReportDraft, save_reports
from economy.reports.models import IndicatorReport
from portal.accounts.dataset import rows
from portal.accounts.models import Area, User
from portal.accounts.roles import Role
from portal.attachments.folders import documents_in, holder_of, number_in
from portal.attachments.models import Document
from portal.figures.periods import parse_period
from portal.workflow.actions import take


def load(folder: Path) -> None:
    """Load `documents`, `indicators`, `targets`, `ratio_rules` and `reports`; nothing without `indicators.csv`."""
    areas = {row["area_code"] for row in rows(folder / "targets.csv")}
    office = Area.objects.filter(code__in=areas).order_by("depth").first()
    if office is None:
        return
    documents = documents_in(folder, office)
    indicators = indicators_in(folder / "indicators.csv", office)
    targets_in(folder / "targets.csv", office, documents)
    _ratio_rules(folder / "ratio_rules.csv", office, indicators)
    _reports(folder, office, indicators, documents)


def _ratio_rules(path: Path, office: Area, indicators: dict[str, Indicator]) -> None:
    for row in rows(path):
        RatioRule.objects.get_or_create(
            area=office, name=row["name"],
            defaults={"numerator": indicators[row["numerator"]], "denominator": indicators[row["denominator"]],
                      "low_pct": row["low_pct"] or None, "high_pct": row["high_pct"] or None, "advice": row["advice"]},
        )  # fmt: skip


def _reports(
    folder: Path, office: Area, indicators: dict[str, Indicator], documents: dict[str, Document]
) -> None:
    clerk = holder_of(Role.ECONOMY_CLERK, office)
    chief = holder_of(Role.SECTION_CHIEF, office)
    if clerk is None or chief is None:
        return
    areas = {area.code: area for area in office.subtree()}
    for report in _saved(folder / "reports.csv", indicators, areas, documents, clerk):
        take(report, "submit", by=clerk)
        take(report, "approve", by=chief)
        take(report, "publish", by=chief)
    waiting = {row["indicator"] for row in rows(folder / "open_reports.csv") if row["state"] == "submitted"}
    for report in _saved(folder / "open_reports.csv", indicators, areas, documents, clerk):
        if report.indicator.code in waiting:
            take(report, "submit", by=clerk)


def _saved(path: Path, indicators: dict[str, Indicator], areas: dict[str, Area],
           documents: dict[str, Document], by: User) -> list[IndicatorReport]:  # fmt: skip
    """The figures of a file saved as drafts, each with its document; only those not there yet, oldest first."""
    by_document: dict[str, list[ReportDraft]] = {}
    for row in rows(path):
        by_document.setdefault(row["document"], []).append(_draft(row, indicators, areas))
    created = []
    for key, drafts in by_document.items():
        created += save_reports(drafts, by=by, source=documents.get(key)).created
    return sorted(created, key=lambda report: report.period)


def _draft(row: dict[str, str], indicators: dict[str, Indicator], areas: dict[str, Area]) -> ReportDraft:
    return ReportDraft(
        indicator=indicators[row["indicator"]], area=areas[row["area_code"]], period=parse_period(row["period"]),
        unit=row["unit"], cum_value=number_in(row["cum"]), cum_text=row["cum"],
        reported_yoy_pct=number_in(row["yoy"]), yoy_text=row["yoy"],
        reported_over_target_pct=number_in(row["over_target"]), over_target_text=row["over_target"],
        negative_adjustment_reason=row["negative_reason"], note=row["note"],
        is_illustrative=row["document"] == "illustrative",
    )  # fmt: skip
