"""Who may see, report, review and publish figures."""

from economy.reports.models import EDITABLE, STANDING, IndicatorReport
from economy.roles import DECIDERS, READERS, REPORTERS
from portal.accounts.roles import grant

grant(
    READERS,
    "economy.view_indicatorreport",
    "economy.export_indicatorreport",
)
grant(
    REPORTERS,
    "economy.save_report",
    "economy.submit_report",
    "economy.withdraw_report",
    "economy.void_report",
    "economy.correct_report",
)
grant(
    DECIDERS,
    "economy.return_report",
    "economy.approve_report",
    "economy.publish_report",
    "economy.lock_report",
)


def is_editable(report: IndicatorReport) -> bool:
    """Whether it may still be changed: nobody is reviewing it, and it was never published."""
    return report.state in EDITABLE


def is_published(report: IndicatorReport) -> bool:
    """Whether it stands published, so that only a new revision corrects it."""
    return report.state in STANDING
