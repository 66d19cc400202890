"""Monthly figures raced: one person with two posts publishes nothing alone, whichever worker asks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from economy.reports.actions import change_figure, save_report
from portal.workflow.actions import take
from tests.economy.conftest import draft
from tests.races import Races, while_uncommitted, whole


def saved(report, by, cum):
    return save_report(
        draft(report.indicator, report.area, report.period, cum, correction_reason="核对"), by=by
    )


class TestReport(Races):
    model = "economy.IndicatorReport"
    acts = {
        "save_report": lambda report, by: saved(report, by, "3100"),
        "change_figure": lambda report, by: change_figure(report, {"note": "改过"}, by=by),
        "change_figure value": lambda report, by: change_figure(report, {"cum_value": Decimal(3200)}, by=by),
    }

    @pytest.fixture
    def record(self, report):
        """A draft."""
        return report

    @pytest.mark.django_db(transaction=True)
    def test_who_submits_does_not_approve_at_the_same_moment(self, record, both):
        old = whole(record)
        outcome = while_uncommitted(
            lambda: take(record, "submit", by=both), lambda: take(old, "approve", by=both)
        )
        assert "填报人不能自己“审核通过”" in str(outcome)
