"""Realistic projects and receipts in any number: many areas, years and sources, with remarks in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from economy.projects.models import FUNNEL, RANK, Project, ProjectStage
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
PAYERS = ("示例控股", "示例投资", "示例集团", "示例实业", "示例股份")


def populate_projects(scale: int, seed: int) -> Iterator[int]:
    """Write `scale` projects in chunks; yields how many each time."""
    random = Random(seed)  # sample data, no secrets
    areas, start = _areas(), Project.objects.filter(is_illustrative=True).count()
    for first in range(0, scale, CHUNK):
        with transaction.atomic():
            yield _write_projects(range(start + first, start + min(first + CHUNK, scale)), areas, random)


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


PARTS = {"projects": populate_projects}
