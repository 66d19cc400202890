"""The table of regions money may come from: loading it, and finding a region in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from economy.regions.models import RegionLevel, SourceRegion
from portal.accounts.models import Area, AreaKind
from portal.errors import InvalidInput
from portal.writing import writing

CODE = "source_region_code"
ADMINISTRATIVE = (AreaKind.PROVINCE, AreaKind.CITY, AreaKind.DISTRICT)


@dataclass(frozen=True, kw_only=True)
class RegionLine:
    """A line of GB/T 2260 to be loaded."""

    code: str
    name: str
    full_name: str
    level: int
    valid_from: date | None = None
    valid_to: date | None = None


@writing()
def load_regions(lines: Sequence[RegionLine]) -> int:
    """Add the lines that are not there yet; returns how many. What is there stays."""
    known = set(SourceRegion.objects.values_list("code", "valid_from"))
    fresh = [
        SourceRegion(code=line.code, name=line.name, full_name=line.full_name, level=RegionLevel(line.level),
                     valid_from=line.valid_from, valid_to=line.valid_to)
        for line in lines if (line.code, line.valid_from) not in known
    ]  # fmt: skip
    return len(SourceRegion.objects.bulk_create(fresh, batch_size=1000))


def known_region(code: str, *, on: date) -> str:
    """The full name of a region; refuses a code that neither the table nor the portal's own areas hold."""
    region = SourceRegion.objects.in_force(on).filter(code=code).values_list("full_name", flat=True).first()
    if region is None and len(code) == 6:
        own = Area.objects.filter(code=f"{code}000000", kind__in=ADMINISTRATIVE)
        region = own.values_list("name", flat=True).first()
    if region is None:
        raise InvalidInput.at(
            CODE, f"没有区划代码“{code[:12]}”", "请选择资金来自哪个省、市、区县；来自国外的填 000000"
        )
    return region


def region_named(text: str) -> str:
    """The code of a region written as code, name or full name; refuses none and several of one name."""
    word = text.strip()
    if len(word) >= 6 and word[:6].isascii() and word[:6].isdigit():
        return word[:6]
    rows = SourceRegion.objects.in_force().filter(Q(full_name=word) | Q(name=word))
    found = dict(rows.order_by("code").values_list("code", "full_name")[:6])
    if len(found) > 1:
        names = "、".join(f"{name}（{code}）" for code, name in found.items())
        raise InvalidInput.at(CODE, f"有几个地方都叫“{word}”：{names}", "请写全称或代码")
    if not found:
        raise InvalidInput.at(CODE, f"没有找到“{word[:20]}”这个地方", "请写省、市、区县的全称或6位代码")
    return next(iter(found))


def source_of_funds(code: str, *, district_code: str, on: date) -> str:
    """The name of the region funds come from; refuses one that holds the project's own district.

    「郑州市」says neither 区内 nor 区外: it must be told by county.
    """
    name = known_region(code, on=on)
    if code in (f"{district_code[:2]}0000", f"{district_code[:4]}00"):
        raise InvalidInput.at(CODE, f"“{name}”包含项目所在的区县，看不出是区内还是区外资金", "请填到区县")
    return name
