"""Realistic carriers in any number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from economy.parcels.populate import (
    BUILDINGS,
    CHUNK,
    NOTES,
    PLACES,
    areas_to_fill,
    lattice,
    someone_responsible,
)
from economy.premises.models import CarrierKind, IndustrialCarrier
from portal.exchange.intake.bulk import copy_in


def populate_carriers(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` carriers in chunks; yields how many each time."""
    random = Random(seed)  # sample data, no secrets
    areas, responsible = areas_to_fill(), someone_responsible()
    start = IndustrialCarrier.objects.filter(is_illustrative=True).count()
    corners, _ = lattice(min(scale, CHUNK))
    kinds = list(CarrierKind.values)
    for first in range(0, scale, CHUNK):
        numbers = range(start + first, start + min(first + CHUNK, scale))
        picks = [random.randrange(1_000_000) for _ in numbers]
        totals = [Decimal(2_000 + pick % 40_000) for pick in picks]
        with transaction.atomic():
            yield copy_in(IndustrialCarrier, {
                "area": [areas[number % len(areas)].pk for number in numbers],
                "name": [f"{BUILDINGS[pick % len(BUILDINGS)]}大厦{number + 1}号" for pick, number in zip(picks, numbers, strict=True)],
                "kind": [kinds[pick // 8 % len(kinds)] for pick in picks],
                "address": [f"{PLACES[pick // 3 % len(PLACES)]}{pick % 200 + 1}号" for pick in picks],
                "floor_count": [1 + pick % 30 for pick in picks],
                "floor_area_total_m2": totals,
                "leased_m2": [total * (pick % 101) / 100 for total, pick in zip(totals, picks, strict=True)],
                "tenant_count": [pick % 60 for pick in picks],
                "tax_wan": [Decimal(pick % 2_000) for pick in picks], "tax_year": 2025,
                "lon": [float(corners[number % len(corners)][0]) for number in numbers],
                "lat": [float(corners[number % len(corners)][1]) for number in numbers],
                "responsible": responsible.pk,
                "review_by": [timezone.localdate() + timedelta(days=pick % 400 - 30) for pick in picks],
                "note": [NOTES[pick // 13 % len(NOTES)] for pick in picks],
                "is_illustrative": True,
            })  # fmt: skip


PARTS = {"premises": populate_carriers}
