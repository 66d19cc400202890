"""The figures a street computes from receipts, contracts and projects: alone, and on its dashboard."""

from __future__ import annotations

from bench import lists, town
from bench.serving import measure, served

QUERIES = ("funds_in_place", "out_of_district_funds", "out_of_province_funds", "contract_amount",
           "formal_contract_amount", "projects_signed", "projects_under_way")  # fmt: skip
PERIOD, STREET = "2025-12", "990101001000"


def measure_computed(size: int) -> dict[str, float]:
    """The seven figures by themselves, and the dashboard that shows them."""
    town.prepare("funds", size)
    _declare()
    headers = {"Cookie": f"sessionid={lists.session('economy_clerk')}"}
    address = f"/desk/economy/?period={PERIOD}"
    with served({}) as port:
        board, alone = measure(port, address, headers=headers), measure(port, "/computed")
    return {"board": board.ratio, "alone": alone.ratio}


def answers() -> str:
    """The seven figures of the street, one a line."""
    from portal.accounts.models import Area
    from portal.figures.computed import declared_query, reading_together
    from portal.figures.periods import Period

    year, month = map(int, PERIOD.split("-"))
    areas = frozenset(Area.objects.get(code=STREET).subtree().values_list("id", flat=True))
    with reading_together():
        found = [
            declared_query(f"economy.{name}").answer(areas, Period(year, month, cumulative=True))
            for name in QUERIES
        ]
    return "\n".join(f"{figure.value} {figure.records_url}" for figure in found)


def _declare() -> None:
    """The computed indicators of the street, and one that is reported: a dashboard begins with a published figure."""
    from economy.indicators.models import Indicator
    from economy.reports.models import IndicatorReport, ReportState
    from portal.accounts.models import Area
    from portal.figures.computed import declared_query

    street = Area.objects.get(code=STREET)
    if Indicator.objects.filter(area=street).exists():
        return
    fields = {"area": street, "caliber": "whole_area"}
    for name in QUERIES:
        query = f"economy.{name}"
        unit = declared_query(query).unit.value
        Indicator.objects.create(code=name.replace("_", "-"), name=name, unit=unit, query=query, **fields)
    reported = Indicator.objects.create(code="tax", name="税收收入", unit="万元", **fields)
    IndicatorReport.objects.create(
        area=street, indicator=reported, period=PERIOD, code="ZB-1", title="税收收入", unit="万元", cum_value=1000,
        cum_text="1000", state=ReportState.PUBLISHED, is_current=True, due_on="2026-01-05", review_due_on="2026-01-08",
    )  # fmt: skip
