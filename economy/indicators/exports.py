"""The year's targets as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from economy.indicators.models import IndicatorTarget
from portal.exchange.outgoing import Column, Export

if TYPE_CHECKING:
    pass


class TargetExport(Export):
    """The targets of every year and what they rest on."""

    name = "economy.targets"
    title = "年度目标"
    permission = "economy.export_indicatortarget"
    model = IndicatorTarget
    filters = {"indicator": ["exact"], "area": ["exact"], "year": ["exact", "gte", "lte"]}
    columns = (
        Column("indicator", "指标", "indicator__name"),
        Column("area_code", "区域编码", "area__code", kind="code"),
        Column("area", "区域", "area__name"),
        Column("year", "年度"),
        Column("value", "年度目标"),
        Column("unit", "单位"),
        Column("document", "依据", "document__title"),
        Column("note", "说明"),
    )
