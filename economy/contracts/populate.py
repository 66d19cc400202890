"""Realistic contracts in any number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle, islice
from random import Random

from django.db import transaction
from django.db.models import QuerySet

from economy.contracts.models import Contract, ContractType
from economy.projects.models import Project
from economy.projects.populate import CHUNK, SOURCES, populate_projects
from portal.exchange.intake.bulk import copy_in

TYPES = (ContractType.FORMAL, ContractType.FORMAL, ContractType.INTENTION, ContractType.FRAMEWORK)


def populate_contracts(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` contracts in chunks, one after another for the projects that were signed."""
    random = Random(seed)  # sample data, no secrets
    if not _signed().exists():
        list(populate_projects(max(scale * 2, 20), 1))
    signed = cycle(list(_signed()))
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_contracts(list(islice(signed, min(CHUNK, scale - first))), random)


def _signed() -> QuerySet:
    rows = Project.objects.entered().filter(is_illustrative=True, signed_on__isnull=False).order_by("-id")
    return rows.values_list("pk", "area", "signed_on", "investor", "planned_investment")


def _write_contracts(projects: list[tuple], random: Random) -> int:
    picks = [int(random.random() * 1_000_000) for _ in projects]
    kinds = [TYPES[pick % len(TYPES)].value for pick in picks]
    amounts = [
        (planned or Decimal(1000)) * (50 + pick % 50) / 100
        for pick, (*_, planned) in zip(picks, projects, strict=True)
    ]
    days = [day for _, _, day, *_ in projects]
    return copy_in(Contract, {
        "project": [project for project, *_ in projects],
        "area": [area for _, area, *_ in projects],
        "type": kinds,
        "amount": amounts, "amount_text": [f"{amount:f}万元" for amount in amounts],
        "signed_on": days, "signed_text": [day.isoformat() for day in days],
        "signed_month": [f"{day:%Y-%m}" for day in days],
        "party": [investor for *_, investor, _ in projects],
        "source_region_code": [SOURCES[pick % 10] for pick in picks],
        "is_illustrative": True,
    })  # fmt: skip


PARTS = {"contracts": populate_contracts}
