"""Invented enterprises in any number, spread over the areas; every name begins with 示例."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random

from django.db import transaction

from governance.enterprises.models import Enterprise, EnterpriseSize, EnterpriseState
from governance.industries.models import IndustryCode
from portal.accounts.models import Area, AreaKind
from portal.exchange.intake.bulk import copy_in
from portal.identifiers import credit_code_check

CHUNK = 10_000
FIRST_NAMES = ("启航", "金桥", "恒泰", "远大", "瑞丰", "中原", "天翼", "安泰", "鑫源", "华美", "东方", "宏图")
TRADES = (
    "机械制造",
    "铝业",
    "建材",
    "商贸",
    "餐饮管理",
    "物业服务",
    "通用航空",
    "电子商务",
    "保险代理",
    "物流",
    "科技",
    "装饰工程",
)
FORMS = ("有限公司", "股份有限公司", "合伙企业", "经营部")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静强磊洋艳勇"
STATES = (
    *[EnterpriseState.OPERATING] * 17,
    EnterpriseState.SUSPENDED,
    EnterpriseState.RELOCATED,
    EnterpriseState.CLOSED,
)
EPOCH = date(2000, 1, 1)


def populate(scale: int, seed: int) -> Iterator[int]:
    """Write about `scale` enterprises in chunks; yields how many each time. Without areas there is nowhere to put them."""
    areas = list(
        Area.objects.filter(kind__in=(AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)).defer("boundary")
    )
    if not areas:
        return
    offices = _offices(areas)
    known: list[int | None] = [*IndustryCode.objects.classes().values_list("pk", flat=True)]
    industries = known or [None]
    random = Random(seed)  # sample data, no secrets
    first = Enterprise.objects.filter(name__startswith="示例", uscc__startswith="91").count() + 1
    numbers = iter(range(first, first + scale))
    while chunk := list(islice(numbers, CHUNK)):
        with transaction.atomic():
            yield _write(chunk, areas, offices, industries, random)


def _offices(areas: list[Area]) -> dict[int, int]:
    """The street of each area; an area without one keeps its own register."""
    streets = [area for area in areas if area.kind == AreaKind.STREET]
    return {
        area.pk: next((street.pk for street in streets if area.path.startswith(street.path)), area.pk)
        for area in areas
    }


def _write(
    chunk: list[int], areas: list[Area], offices: dict[int, int], industries: list[int | None], random: Random
) -> int:
    places = [random.choice(areas) for _ in chunk]
    founded = [EPOCH + timedelta(days=random.randrange(9_000)) for _ in chunk]
    streets = [f"{place.name}示例路{number % 300 + 1}号" for place, number in zip(places, chunk, strict=True)]
    return copy_in(Enterprise, {
        "area": [place.pk for place in places],
        "office": [offices[place.pk] for place in places],
        "name": [_name(number, random) for number in chunk],
        "uscc": [_code(place, number) for place, number in zip(places, chunk, strict=True)],
        "industry": [random.choice(industries) for _ in chunk],
        "size": [random.choice(EnterpriseSize.values) for _ in chunk],
        "registered_address": streets,
        "business_address": streets,
        "registered_capital": [Decimal(random.randrange(10, 50_000)) / 10 for _ in chunk],
        "established_on": founded,
        "state_on": founded,
        "legal_representative": [_person(random) for _ in chunk],
        "contact_person": [_person(random) for _ in chunk],
        "contact_phone": [f"0371-{number % 10**8:08d}" for number in chunk],
        "state": [random.choice(STATES).value for _ in chunk],
        "is_illustrative": True,
    })  # fmt: skip


def _name(number: int, random: Random) -> str:
    return f"示例{random.choice(FIRST_NAMES)}{random.choice(TRADES)}{number}号{random.choice(FORMS)}"


def _code(place: Area, number: int) -> str:
    """A code of valid form whose subject id deviates, as no real one issued today does."""
    body = f"91{place.code[:6]}{number % 10**8:08d}Y"
    return body + credit_code_check(body)


def _person(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


PARTS = {"enterprises": populate}
