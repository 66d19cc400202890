"""An office's indicators, and the way a figure is reported in one line."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from economy.funds.actions import Evidence, record_funds
from economy.funds.models import FundsEntry
from economy.indicators.models import Indicator
from economy.projects.actions.register import register_project
from economy.projects.models import Project
from economy.regions.actions import RegionLine, load_regions
from economy.reports.actions import ReportDraft, save_report
from economy.reports.models import IndicatorReport
from portal.attachments.actions import keep_document
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


def make_document(area, title="证明文件", by=None):
    """A document whose bytes are its title."""
    return keep_document(ContentFile(title.encode(), f"{title}.txt"), area=area, title=title, by=by)


REGIONS = (
    ("000000", "境外", 0), ("990000", "样例省", 1), ("990100", "样例市", 2), ("990101", "样例区", 3), ("990102", "邻区", 3),
    ("990200", "另一市", 2), ("110105", "朝阳区", 3), ("440300", "深圳市", 2), ("810000", "香港特别行政区", 1),
)  # fmt: skip


@pytest.fixture
def regions(db):
    """A few lines of the table of regions."""
    load_regions(
        [RegionLine(code=code, name=name, full_name=name, level=level) for code, name, level in REGIONS]
    )


@pytest.fixture
def project(community, economy_clerk) -> Project:
    """A lead of 甲社区 that plans to invest 8.3亿元."""
    facts = {
        "name": "样例飞船项目",
        "planned_investment": Decimal(83000),
        "planned_investment_text": "8.3亿元",
    }
    return register_project(facts, area=community, by=economy_clerk)


@pytest.fixture
def paper(street):
    """A document that shows something."""
    return make_document(street)


@pytest.fixture
def funds(project, paper, regions, economy_clerk):
    """Enter money for a project in one line."""

    def enter(amount="100", receipt="JZ-001", region="110105", on=date(2017, 6, 1), **more) -> FundsEntry:
        given = {"project": project, "by": economy_clerk, "evidence": [Evidence(paper)], **more}
        owner = given.pop("project")
        return record_funds(owner, amount=Decimal(amount), received_on=on, source_region_code=region,
                            receipt_no=receipt, **given)  # fmt: skip

    return enter


@pytest.fixture
def counted(funds, economy_clerk, section_chief):
    """Enter money and have it counted."""

    def through(*args, **kwargs) -> FundsEntry:
        entry = funds(*args, **kwargs)
        take(entry, "submit", by=economy_clerk)
        take(entry, "count", by=section_chief)
        entry.refresh_from_db()
        return entry

    return through
