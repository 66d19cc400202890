"""Realistic parcels and carriers in any number: a lattice of plots inside the district, each with its outline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import orjson
import shapely
from django.db import transaction
from django.utils import timezone

from economy.parcels.dataset import load_land_uses
from economy.parcels.models import LandParcel, LandUseCode, ParcelState
from portal.accounts.models import Area, AreaKind, User
from portal.accounts.roles import Role
from portal.exchange.intake.bulk import copy_in
from portal.geometry.sketching import UNITS_PER_DEGREE

CHUNK = 10_000
FALLBACK = (113.2, 34.7, 113.5, 34.9)
FILLED = 0.8  # of a cell of the lattice, so that neighbours do not touch
STATES = ("planned", "planned", "reserving", "net_land", "net_land", "supplied", "under_construction", "built",
          "built", "built", "idle", "inefficient")  # fmt: skip
USES = ("1001", "1001", "1001", "0901", "0902", "1101", "0701", "16")
PLACES = ("园区一路", "园区二路", "工业大道", "创业街", "机场南路", "滨河路", "老厂区", "新村东")
PURPOSES = ("机械加工", "航材仓储", "商务办公", "城市配送", "社区商业", "装备制造", "安置住房", "待定")
NOTES = (
    "四至清楚，已实地核对。",
    "权属资料齐全。",
    "地上有附着物，待清点。",
    "道路、水电已通。",
    "正在洽谈意向企业。",
)
BUILDINGS = ("航空", "创新", "智造", "物流", "科创", "数码", "商贸", "机电")


def populate_parcels(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` parcels in chunks; yields how many each time."""
    load_land_uses()
    random = Random(seed)  # sample data, no secrets
    areas, uses = areas_to_fill(), dict(LandUseCode.objects.values_list("code", "pk"))
    responsible, start = someone_responsible(), LandParcel.objects.filter(is_illustrative=True).count()
    corners, size = lattice(scale)
    for first in range(0, scale, CHUNK):
        places = corners[first : first + CHUNK]
        with transaction.atomic():
            yield _write_parcels(places, size, start + first, areas, uses, responsible, random)


def areas_to_fill() -> list[Area]:
    """Every street and community; an invented street where there is none."""
    kinds = (AreaKind.STREET, AreaKind.COMMUNITY)
    found = list(Area.objects.filter(kind__in=kinds).defer("boundary"))
    return found or [
        Area.objects.add_root({"code": "990000000000", "name": "样例区", "kind": AreaKind.DISTRICT})
    ]


def someone_responsible() -> User:
    """The economy clerk, or somebody invented."""
    holder = User.objects.filter(posts__role=Role.ECONOMY_CLERK).order_by("pk").first()
    if holder:
        return holder
    fields = {"full_name": "示例负责人", "is_active": False}
    return User.objects.get_or_create(username="sample_responsible", defaults=fields)[0]


def lattice(scale: int) -> tuple[np.ndarray, float]:
    """The south-west corners of `scale` plots inside the first district with an outline, and how wide they are."""
    outline = Area.objects.filter(boundary__isnull=False).values_list("boundary", flat=True).first()
    shape = shapely.from_geojson(orjson.dumps(outline)) if outline else shapely.box(*FALLBACK)
    west, south, east, north = shape.bounds
    step = (shape.area / max(scale, 1)) ** 0.5
    shapely.prepare(shape)
    while True:
        lon, lat = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        corners = np.column_stack([lon.ravel(), lat.ravel()])
        far = corners + step * FILLED
        corners = corners[shapely.contains_xy(shape, corners) & shapely.contains_xy(shape, far)]
        if len(corners) >= scale:
            return corners[:scale], step * FILLED
        step *= 0.97


def _write_parcels(places: np.ndarray, size: float, start: int, areas: list[Area], uses: dict[str, int],
                   responsible: User, random: Random) -> int:  # fmt: skip
    numbers = range(start, start + len(places))
    luck = [random.random() for _ in numbers]
    picks = [int(value * 1_000_000) for value in luck]
    west, south = places[:, 0].round(7), places[:, 1].round(7)
    east, north = (west + size).round(7), (south + size).round(7)
    m2 = [Decimal(int(size * 111_320 * size * 91_000 * (0.7 + 0.3 * value) * 100)) / 100 for value in luck]
    states = [STATES[pick % len(STATES)] for pick in picks]
    bands = np.rint(np.column_stack([west, south, east, north]) * UNITS_PER_DEGREE).astype(int)
    sketches = [_sketch(*band) for band in bands.tolist()]
    today = timezone.localdate()
    return copy_in(LandParcel, {
        "area": [areas[number % len(areas)].pk for number in numbers],
        "parcel_code": [_code(areas[number % len(areas)], number) for number in numbers],
        "name": [f"{PLACES[pick % len(PLACES)]}{number + 1}号地块" for pick, number in zip(picks, numbers, strict=True)],
        "address": [f"{PLACES[pick // 3 % len(PLACES)]}以{'东南西北'[pick % 4]}" for pick in picks],
        "state": states,
        "land_use": [uses[USES[pick // 7 % len(USES)]] for pick in picks],
        "planned_use": [PURPOSES[pick // 11 % len(PURPOSES)] for pick in picks],
        "area_value": m2, "area_unit": "平方米", "area_m2": m2, "measured_m2": m2,
        "plot_ratio": [Decimal(5 + pick % 25) / 10 for pick in picks],
        "start_deadline": [_some_day(pick) if state in ("supplied", "under_construction", "built", "idle") else None
                           for pick, state in zip(picks, states, strict=True)],
        "started_on": [_some_day(pick) + timedelta(30) if state in ("under_construction", "built") else None
                       for pick, state in zip(picks, states, strict=True)],
        "invested_wan": [Decimal(pick % 90_000) if state == "built" else None for pick, state in zip(picks, states, strict=True)],
        "tax_wan": [Decimal(pick % 900) if state == "built" else None for pick, state in zip(picks, states, strict=True)],
        "tax_year": [2025 if state == "built" else None for state in states],
        "responsible": responsible.pk,
        "review_by": [today + timedelta(days=pick % 400 - 30) for pick in picks],
        "secrecy": ["public" if pick % 3 else "internal" for pick in picks],
        "is_public": [state == ParcelState.NET_LAND and pick % 3 > 0 for pick, state in zip(picks, states, strict=True)],
        "boundary": [_outline(*box) for box in zip(west.tolist(), south.tolist(), east.tolist(), north.tolist(), strict=True)],
        "boundary_system": "wgs84",
        "west": west.tolist(), "south": south.tolist(), "east": east.tolist(), "north": north.tolist(),
        "lon": ((west + east) / 2).tolist(), "lat": ((south + north) / 2).tolist(),
        "far_sketch": sketches, "near_sketch": sketches,
        "note": [NOTES[pick // 13 % len(NOTES)] for pick in picks],
        "is_illustrative": True,
    })  # fmt: skip


def _outline(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _sketch(west: int, south: int, east: int, north: int) -> str:
    wide, high = max(east - west, 1), max(north - south, 1)
    return f"{west},{south},{wide},0,0,{high},{-wide},0"


def _code(area: Area, number: int) -> str:
    digits = f"{number:010d}"
    return f"{area.code[:6]}9{digits[:2]}{digits[2:5]}GB{digits[5:]}"


def _some_day(pick: int) -> date:
    return date(2015, 1, 1) + timedelta(days=pick % 4000)


PARTS = {"parcels": populate_parcels}
