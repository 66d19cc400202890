"""Enterprises raced: two who change one register do not undo each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from governance.enterprises.actions import change_enterprise
from governance.years.actions import record_year
from tests.races import Races


class TestEnterprise(Races):
    model = "governance.Enterprise"
    acts = {
        "change_enterprise": lambda enterprise, by: change_enterprise(enterprise, {"note": "改过"}, by=by),
        "change_enterprise name": lambda enterprise, by: change_enterprise(
            enterprise, {"name": "改名机械有限公司"}, by=by, reason="变更通知书"
        ),
        "change_enterprise phone": lambda enterprise, by: change_enterprise(
            enterprise, {"contact_phone": "13900139000"}, by=by
        ),
        "record_year": lambda enterprise, by: record_year(
            enterprise, year=2017, by=by, revenue=Decimal(2015)
        ),
    }

    @pytest.fixture
    def record(self, enterprise):
        """An enterprise with a code."""
        return enterprise
