"""Realistic figures in any number: many offices, areas, indicators and months, with notes in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count, islice, product
from random import Random

from django.db import transaction

from economy.indicators.models import Caliber, Indicator
from economy.reports.models import IndicatorReport, ReportState
from portal.accounts.models import Area, AreaKind
from portal.exchange.intake.bulk import copy_in
from portal.figures.periods import Period

CHUNK = 20_000
MONTHS = 36
SERIES = ("indicator", "area")
LAST_YEAR, LAST_MONTH = 2025, 12
NAMES = (
    "税收收入", "固定资产投资", "社会消费品零售额", "规上服务业营业收入", "实际利用省外资金", "新增市场主体",
    "进出口总额", "民间投资", "技改投资", "建筑业产值", "限上零售额", "电子商务交易额",
)  # fmt: skip
SUBJECTS = (
    "辖区重点企业",
    "机械加工行业",
    "通用航空企业",
    "商贸企业",
    "个体工商户",
    "建材企业",
    "沿街商户",
    "新入驻企业",
)
FACTS = (
    "本月增长较快", "受停产检修影响有所回落", "与上月基本持平", "集中入库", "统计口径没有变化", "同比按同口径计算", "数据已与税务部门核对",
    "新增一户纳税企业", "上年同期有一次性收入", "节后复工进度正常",
)  # fmt: skip
ENDINGS = ("已逐户核实。", "下月继续跟踪。", "台账已更新。", "待财政部门确认。", "由社区报送后汇总。")
COMMON, UNCOMMON, RARE = "楼道照明改造投入一并计入，", "危废处置费用单列，", "硝酸储罐搬迁，"
OPEN_SHARE = 33


def populate(scale: int, seed: int) -> Iterator[int]:
    """Write about `scale` reports in chunks; yields how many each time."""
    random = Random(seed)  # sample data, no secrets
    known = set(
        IndicatorReport.objects.filter(indicator__code__startswith="sample-").values_list(*SERIES, "period")
    )
    areas = _areas(scale + len(known))
    rows = islice(_rows(_indicators(areas), areas, known, random), scale)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            yield _write(chunk)


def _areas(reports: int) -> list[Area]:
    """The areas there are, and as many invented ones as it takes to hold the reports of three years."""
    kinds = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)
    areas = list(Area.objects.filter(kind__in=kinds).defer("boundary"))
    lacking = -(-reports // (len(NAMES) * MONTHS)) - len(areas)
    return areas + list(islice(_invented_areas(), max(lacking, 0)))


def _invented_areas() -> Iterator[Area]:
    """Streets of ten communities in districts of ten streets, one after another, without end."""
    province = _child(None, "990000000000", "样例省", AreaKind.PROVINCE)
    for number in count(1):
        city = _child(province, f"99{number:02d}00000000", f"样例{number}市", AreaKind.CITY)
        for district, street in product(range(1, 41), range(1, 11)):
            code = f"99{number:02d}{district:02d}"
            above = _child(city, f"{code}000000", f"样例{number}市第{district}区", AreaKind.DISTRICT)
            name = f"样例{district}区{street}街道"
            below, is_new = _new_child(above, f"{code}{street:03d}000", name, AreaKind.STREET)
            if is_new:
                yield below
                for community in range(1, 11):
                    fields = (
                        f"{code}{street:03d}{community:03d}",
                        f"{name}第{community}社区",
                        AreaKind.COMMUNITY,
                    )
                    yield _child(below, *fields)


def _child(parent: Area | None, code: str, name: str, kind: AreaKind) -> Area:
    return _new_child(parent, code, name, kind)[0]


def _new_child(parent: Area | None, code: str, name: str, kind: AreaKind) -> tuple[Area, bool]:
    known = Area.objects.filter(code=code).first()
    fields = {"code": code, "name": name, "kind": kind}
    if known is not None:
        return known, False
    if parent is None:
        return Area.objects.add_root(fields), True
    parent.refresh_from_db(fields=["numchild"])
    return Area.objects.add_child(parent, fields), True


def _indicators(areas: list[Area]) -> dict[int, list[Indicator]]:
    """Twelve indicators for every street, by the street."""
    streets = [area for area in areas if area.kind == AreaKind.STREET]
    ours = Indicator.objects.filter(area__in=streets, code__startswith="sample-")
    known = set(ours.values_list("area", "code"))
    Indicator.objects.bulk_create(
        Indicator(
            area=street, code=code, name=name, caliber=Caliber.WHOLE_AREA, unit="万元", order=500 + number
        )
        for street in streets
        for number, name in enumerate(NAMES)
        if (street.pk, code := f"sample-{number + 1}") not in known
    )
    found: dict[int, list[Indicator]] = {}
    for indicator in ours.order_by("order", "id"):
        found.setdefault(indicator.area_id, []).append(indicator)
    return found


def _rows(
    indicators: dict[int, list[Indicator]], areas: list[Area], known: set[tuple], random: Random
) -> Iterator[tuple]:
    streets = {area.path: area.pk for area in areas if area.kind == AreaKind.STREET}
    width = max(map(len, streets), default=0)
    offices = [
        (area, indicator)
        for area in areas
        for length in range(Area.steplen, width + 1, Area.steplen)
        for indicator in indicators.get(streets.get(area.path[:length], 0), ())
    ]
    months = ((year, month) for year in range(LAST_YEAR, 1989, -1) for month in range(12, 0, -1))
    number = 0
    for (year, month), (area, indicator) in product(months, offices):
        period = Period(year, month, cumulative=True)
        if (indicator.pk, area.pk, period.code) not in known:
            number += 1
            yield number, area, indicator, period, random.random()


def _note(number: int, luck: float) -> str:
    pick = int(luck * 1_000_000) + number
    special = COMMON if number % 12 == 5 else ""
    special += UNCOMMON if number % 100 == 7 else ""
    special += RARE if number % 100_000 == 11 else ""
    subject, fact = SUBJECTS[pick % len(SUBJECTS)], FACTS[pick // 7 % len(FACTS)]
    other, ending = FACTS[pick // 11 % len(FACTS)], ENDINGS[pick // 13 % len(ENDINGS)]
    return f"{special}{subject}{fact}，{other}，{ending}"


def _write(chunk: list[tuple]) -> int:
    made_at = [datetime(min(period.year + 1, 2026), 1, 5, tzinfo=UTC) for *_, period, _ in chunk]
    is_open = [number % OPEN_SHARE == 0 for number, *_ in chunk]
    values = [Decimal(int(1000 + luck * 90_000) * period.end_month) / 10 for *_, period, luck in chunk]
    return copy_in(IndicatorReport, {
        "indicator": [indicator.pk for _, _, indicator, *_ in chunk],
        "area": [area.pk for _, area, *_ in chunk],
        "code": [f"ZB-{period.code.replace('-', '')}-{indicator.pk}-{area.pk}" for _, area, indicator, period, _ in chunk],
        "title": [f"{area.name}{period}{indicator.name}" for _, area, indicator, period, _ in chunk],
        "period": [period.code for *_, period, _ in chunk],
        "state": [(ReportState.DRAFT if now else ReportState.PUBLISHED).value for now in is_open],
        "is_current": [not now for now in is_open],
        "unit": "万元",
        "cum_value": values,
        "cum_text": [str(value) for value in values],
        "note": [_note(number, luck) for number, *_, luck in chunk],
        "due_on": [_following(period, 5) for *_, period, _ in chunk],
        "review_due_on": [_following(period, 8) for *_, period, _ in chunk],
        "published_at": [None if now else at for now, at in zip(is_open, made_at, strict=True)],
        "is_illustrative": True,
    })  # fmt: skip


def _following(period: Period, day: int) -> date:
    return date(period.year + period.end_month // 12, period.end_month % 12 + 1, day)


PARTS = {"reports": populate}
