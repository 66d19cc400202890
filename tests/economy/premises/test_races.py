"""Carriers and their floors raced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from economy.premises.actions import (
    change_carrier,
    change_premises,
    hide_carrier,
    publish_carrier,
    record_premises,
    review_carrier,
    save_carrier,
    save_premises,
)
from portal.accounts.models import Area
from tests.races import Races


def floor(number, area):
    return {"floor": number, "floor_area_m2": Decimal(area), "leased_m2": Decimal(1), "tenant_count": 1}


class TestCarrier(Races):
    model = "economy.IndustrialCarrier"
    acts = {
        "save_carrier": lambda carrier, by: save_carrier({"name": "改名大厦"}, area=Area.objects.get(kind="street"), by=by, carrier=carrier),
        "save_carrier internal": lambda carrier, by: save_carrier(
            {"secrecy": "internal"}, area=Area.objects.get(kind="street"), by=by, carrier=carrier
        ),
        "save_carrier smaller": lambda carrier, by: save_carrier(
            {"floor_area_total_m2": Decimal(3000)}, area=Area.objects.get(kind="street"), by=by, carrier=carrier
        ),
        "change_carrier": lambda carrier, by: change_carrier(carrier, {"tenant_count": 5}, by=by),
        "change_carrier area": lambda carrier, by: change_carrier(
            carrier, {}, by=by, area=Area.objects.get(kind="community")
        ),
        "record_premises": lambda carrier, by: record_premises(carrier, floor(2, 100), by=by),
        "save_premises": lambda carrier, by: save_premises(floor(1, 6000), carrier=carrier, by=by),
        "publish_carrier": lambda carrier, by: publish_carrier(carrier, by=by),
        "hide_carrier": lambda carrier, by: hide_carrier(carrier, by=by),
        "review_carrier": lambda carrier, by: review_carrier(carrier, by=by),
    }  # fmt: skip

    @pytest.fixture
    def record(self, street, community, economy_clerk):
        """A building with room in it."""
        facts = {
            "name": "样例大厦", "kind": "building", "floor_area_total_m2": Decimal(10_000), "leased_m2": Decimal(2_500),
            "tenant_count": 4, "responsible": economy_clerk, "review_by": date(2099, 1, 1), "secrecy": "public",
        }  # fmt: skip
        return save_carrier(facts, area=street, by=economy_clerk)


class TestFloor(Races):
    model = "economy.Premises"
    acts = {
        "save_premises": lambda premises, by: save_premises(
            {"note": "改过"}, carrier=premises.carrier, by=by, premises=premises
        ),
        "change_premises": lambda premises, by: change_premises(premises, {"tenant_count": 3}, by=by),
        "save_premises leased": lambda premises, by: save_premises(
            {"leased_m2": Decimal(50)}, carrier=premises.carrier, by=by, premises=premises
        ),
    }  # fmt: skip

    @pytest.fixture
    def record(self, street, economy_clerk):
        """A floor of 100 m²."""
        facts = {
            "name": "样例大厦", "kind": "building", "floor_area_total_m2": Decimal(10_000), "leased_m2": Decimal(0),
            "tenant_count": 0, "responsible": economy_clerk, "review_by": date(2099, 1, 1), "secrecy": "public",
        }  # fmt: skip
        carrier = save_carrier(facts, area=street, by=economy_clerk)
        return save_premises(floor(1, 100), carrier=carrier, by=economy_clerk)
