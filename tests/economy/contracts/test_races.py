"""Contracts raced."""

from __future__ import annotations

from decimal import Decimal

import pytest

from economy.contracts.actions import record_contract
from tests.races import Races


class TestContract(Races):
    model = "economy.Contract"

    @pytest.fixture
    def record(self, project, economy_clerk):
        """A contract that stands."""
        return record_contract(
            project, type="formal", signed_on="2017.6", amount=Decimal(5000), by=economy_clerk
        )
