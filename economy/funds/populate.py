"""Realistic receipts in any number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from django.db import transaction
from django.db.models import Max

from economy.funds.models import FundsEntry
from economy.projects.models import Project
from economy.projects.populate import CHUNK, FIRST_YEAR, INVESTORS, PAYERS, SOURCES, YEARS, populate_projects
from economy.regions.dataset import load_region_table
from portal.exchange.intake.bulk import copy_in


def populate_funds(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` entries in chunks, over the projects there are; the database keeps the totals meanwhile."""
    load_region_table()
    random = Random(seed)  # sample data, no secrets
    projects = _projects(scale)
    start = FundsEntry.objects.aggregate(last=Max("id"))["last"] or 0
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_funds(range(start + first, start + min(first + CHUNK, scale)), projects, random)


def _projects(scale: int) -> list[tuple[int, int, int, str]]:
    """Projects to receive money, with area, office and district; some are made when there are none."""
    rows = Project.objects.entered().filter(is_illustrative=True).order_by("-id")
    if not rows.exists():
        list(populate_projects(max(scale // 20, 20), 1))
    return [
        (*row[:3], row[3][:6]) for row in rows.values_list("id", "area", "office", "area__code")[:100_000]
    ]


def _write_funds(numbers: range, projects: list[tuple[int, int, int, str]], random: Random) -> int:
    picks = [int(random.random() * 1_000_000) for _ in numbers]
    owners = [
        projects[(number * 7 + pick) % len(projects)] for number, pick in zip(numbers, picks, strict=True)
    ]
    receipts = [f"SL{number:09d}" for number in numbers]
    states = ["counted" if pick % 20 else ("submitted" if pick % 40 else "draft") for pick in picks]
    return copy_in(FundsEntry, {
        "project": [project for project, *_ in owners],
        "area": [area for _, area, *_ in owners],
        "office": [office for _, _, office, _ in owners],
        "district_code": [district for *_, district in owners],
        "amount": [Decimal(100 + pick % 90_000) / 10 for pick in picks],
        "received_on": [date(FIRST_YEAR + pick // 3 % YEARS, pick // 30 % 12 + 1, pick // 360 % 28 + 1) for pick in picks],
        "source_region_code": [SOURCES[pick % 10] if pick % 9 else owner[3]
                               for pick, owner in zip(picks, owners, strict=True)],
        "payer": [f"{INVESTORS[pick % 10]}{PAYERS[pick // 10 % 5]}" for pick in picks],
        "receipt_no": receipts, "receipt_key": receipts,
        "state": states,
        "note": ["示例数据" if pick % 3 else "示例数据，分批到账" for pick in picks],
        "is_illustrative": True,
    })  # fmt: skip


PARTS = {"funds": populate_funds}
