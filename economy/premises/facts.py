"""What may be entered of carriers and their premises."""

from __future__ import annotations

from economy.parcels.facts import sizes
from economy.parcels.models import LandParcel
from economy.parcels.queries import people_for
from economy.premises.models import IndustrialCarrier, Premises
from portal.records.facts import Given, facts
from portal.records.kinds import Degrees, Named, Whole, colleague, place

PERMISSION = "economy.save_carrier"

CARRIER_FACTS = facts(
    IndustrialCarrier,
    "name",
    "kind",
    Given("area", place(PERMISSION), aside=True),
    "address",
    "operator",
    Given(
        "parcel",
        Named(rows=lambda asked: LandParcel.objects.visible_to(asked.user).standing(), by=("parcel_code", "name"),
              none="没有叫“{}”的地块，请核对，或者先登记地块。", many="有几块地同名，请改写宗地代码。"),
        most=80,
    ),
    Given("floor_count", Whole(least=1, largest=200)),
    *sizes("floor_area_total_m2", "leased_m2"),
    Given("tenant_count", Whole(least=0, largest=100_000)),
    "tax_wan",
    Given("tax_year", Whole(least=1990, largest=2100)),
    Given("lon", Degrees(least=73, largest=136)),
    Given("lat", Degrees(least=3, largest=54)),
    Given("responsible", colleague(lambda user: people_for(user, PERMISSION))),
    "review_by",
    "secrecy",
    Given("note", most=2000),
)  # fmt: skip
PREMISES_FACTS = facts(
    Premises,
    Given("floor", Whole(least=-10, largest=200)),
    "unit",
    *sizes("floor_area_m2", "leased_m2"),
    Given("tenant_count", Whole(least=0, largest=10_000)),
    *sizes("rent_yuan"),
    "note",
)
