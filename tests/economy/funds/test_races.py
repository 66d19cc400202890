"""Funds raced: a saved draft never brings a submitted entry back, a project's end is seen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from economy.funds.actions import Evidence, add_evidence, change_funds, release_receipt
from portal.workflow.actions import take
from tests.economy.conftest import make_document
from tests.races import Races, while_uncommitted, whole


class TestFunds(Races):
    model = "economy.FundsEntry"
    acts = {
        "change_funds": lambda entry, by: change_funds(
            entry, {"note": "改过的说明", "amount": Decimal(200)}, by=by
        ),
        "change_funds payer": lambda entry, by: change_funds(entry, {"payer": "样例付款公司"}, by=by),
        "add_evidence": lambda entry, by: add_evidence(
            entry, [Evidence(make_document(entry.area, "另一份"))], by=by
        ),
        "release_receipt": lambda entry, by: release_receipt(entry, by=by, reason="重新到账"),
    }
    before = {"void the project": lambda entry, by: take(entry.project, "void", by=by, note="重复登记")}

    @pytest.fixture
    def record(self, funds):
        """A draft, and another paper that could prove it."""
        entry = funds()
        make_document(entry.area, "另一份")
        return entry

    @pytest.mark.django_db(transaction=True)
    def test_who_submits_does_not_count_at_the_same_moment(self, record, both):
        old = whole(record)
        outcome = while_uncommitted(
            lambda: take(record, "submit", by=both), lambda: take(old, "count", by=both)
        )
        assert "填报人不能自己“审核计入”" in str(outcome)
