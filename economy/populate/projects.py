"""Realistic projects and receipts in any number: many areas, years and sources, with remarks in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from random import Random

from django.db import transaction
from django.db.models import Max, QuerySet

from economy.dataset.funds import load_region_table
from economy.models import FUNNEL, RANK, Contract, ContractType, FundsEntry, Project, ProjectStage
from portal.accounts.models import Area, AreaKind
from portal.exchange.intake.bulk import copy_in

CHUNK = 20_000
FIRST_YEAR, YEARS = 2016, 10
INDUSTRIES = (
    "通用航空",
    "装备制造",
    "新材料",
    "电子商务",
    "保险金融",
    "现代物流",
    "食品加工",
    "生物医药",
    "节能环保",
    "文化旅游",
)
INVESTORS = ("华北", "江南", "远航", "天成", "中原", "恒通", "启明", "联合", "金桥", "云帆")
KINDS = ("产业园", "生产基地", "研发中心", "总部", "物流园", "扩建项目", "技改项目", "配套项目")
REMARKS = (
    "手续齐全。",
    "环评正在办理。",
    "土地已摘牌。",
    "正在对接融资。",
    "首席服务官每周走访。",
    "厂房主体完工。",
)
SOURCES = ("110105", "310115", "440300", "330106", "320505", "410105", "410300", "370200", "420106", "500112")
TYPES = (ContractType.FORMAL, ContractType.FORMAL, ContractType.INTENTION, ContractType.FRAMEWORK)
PAYERS = ("示例控股", "示例投资", "示例集团", "示例实业", "示例股份")


def populate_projects(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` projects in chunks; yields how many each time."""
    random = Random(seed)  # sample data, no secrets
    areas, start = _areas(), Project.objects.filter(is_illustrative=True).count()
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_projects(range(start + first, start + min(first + CHUNK, scale)), areas, random)


def populate_contracts(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` contracts in chunks, one after another for the projects that were signed."""
    random = Random(seed)  # sample data, no secrets
    if not _signed().exists():
        list(populate_projects(max(scale * 2, 20), 1))
    signed = cycle(list(_signed()))
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_contracts(list(islice(signed, min(CHUNK, scale - first))), random)


def populate_funds(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` entries in chunks, over the projects there are; the database keeps the totals meanwhile."""
    load_region_table()
    random = Random(seed)  # sample data, no secrets
    projects = _projects(scale)
    start = FundsEntry.objects.aggregate(last=Max("id"))["last"] or 0
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_funds(range(start + first, start + min(first + CHUNK, scale)), projects, random)


def _areas() -> list[tuple[int, int]]:
    """Every street and community with the street it belongs to."""
    rows = Area.objects.filter(kind__in=(AreaKind.STREET, AreaKind.COMMUNITY)).values_list(
        "pk", "path", "kind"
    )
    if not rows:
        root = Area.objects.add_root({"code": "990101001000", "name": "样例街道", "kind": AreaKind.STREET})
        return [(root.pk, root.pk)]
    streets = {path: pk for pk, path, kind in rows if kind == AreaKind.STREET}
    return [(pk, streets.get(path, streets.get(path[: -Area.steplen], pk))) for pk, path, _ in rows]


def _write_projects(numbers: range, areas: list[tuple[int, int]], random: Random) -> int:
    picks = [int(random.random() * 1_000_000) for _ in numbers]
    places = [areas[number % len(areas)] for number in numbers]
    stages = [FUNNEL[pick % 8] if pick % 37 else ProjectStage.SUSPENDED for pick in picks]
    reached = [RANK.get(stage, 3) for stage in stages]
    days = [date(FIRST_YEAR + pick // 8 % YEARS, pick // 80 % 12 + 1, pick // 960 % 28 + 1) for pick in picks]
    signed = [
        day if rank >= RANK[ProjectStage.SIGNED] else None for day, rank in zip(days, reached, strict=True)
    ]
    planned = [Decimal(500 + pick % 120_000) for pick in picks]
    return copy_in(Project, {
        "area": [area for area, _ in places],
        "office": [office for _, office in places],
        "code": [f"XM{FIRST_YEAR}-S{number:07d}" for number in numbers],
        "name": [f"{INVESTORS[pick % 10]}{INDUSTRIES[pick // 10 % 10]}{KINDS[pick // 100 % 8]}（样例{number}号）"
                 for pick, number in zip(picks, numbers, strict=True)],
        "investor": [f"{INVESTORS[pick % 10]}{PAYERS[pick % 5]}有限公司" for pick in picks],
        "industry_label": [INDUSTRIES[pick // 10 % 10] for pick in picks],
        "planned_investment": planned, "planned_investment_text": [f"{value}万元" for value in planned],
        "stage": [stage.value for stage in stages], "reached": reached,
        "stage_on": [day + timedelta(30) for day in days],
        "stage_text": [(day + timedelta(30)).isoformat() for day in days],
        "signed_on": signed, "signed_text": [day.isoformat() if day else "" for day in signed],
        "signed_month": [f"{day:%Y-%m}" if day else "" for day in signed],
        "note": [REMARKS[pick // 7 % 6] + REMARKS[pick // 11 % 6] for pick in picks],
        "is_illustrative": True,
    })  # fmt: skip


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
