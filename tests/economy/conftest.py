"""An office's indicators, and the way a figure is reported in one line."""

from decimal import Decimal

import pytest

from economy.actions.reports import ReportDraft, save_report
from economy.models import Indicator, IndicatorReport
from portal.figures.periods import Period
from portal.workflow.actions import take


def make_indicator(area, code="revenue", **fields) -> Indicator:
    defaults = {"name": "财政收入", "caliber": "general_public_budget", "unit": "万元"}
    return Indicator.objects.create(area=area, code=code, **{**defaults, **fields})


def draft(indicator, area, period, cum, **fields) -> ReportDraft:
    year, month = (int(part) for part in period.split("-"))
    value = None if cum is None else Decimal(cum)
    return ReportDraft(
        **{"indicator": indicator, "area": area, "period": Period(year, month, cumulative=True), "unit": indicator.unit,
           "cum_value": value, "cum_text": cum or "", **fields}
    )  # fmt: skip


@pytest.fixture
def revenue(street) -> Indicator:
    return make_indicator(street)


@pytest.fixture
def report(revenue, street, economy_clerk) -> IndicatorReport:
    """A draft of January–March."""
    return save_report(draft(revenue, street, "2018-03", "3000"), by=economy_clerk)


@pytest.fixture
def publish(economy_clerk, section_chief):
    """Take a draft through review to publication."""

    def through(report: IndicatorReport) -> IndicatorReport:
        take(report, "submit", by=economy_clerk)
        take(report, "approve", by=section_chief)
        take(report, "publish", by=section_chief)
        report.refresh_from_db()
        return report

    return through
