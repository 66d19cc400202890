"""Setting the year's targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from economy.indicators.models import Indicator, IndicatorTarget
from portal.errors import NotPermitted
from portal.writing import writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User
    from portal.attachments.models import Document


@writing()
def set_target(indicator: Indicator, *, area: Area, year: int, value: Decimal, unit: str, by: User,
               document: Document | None = None, note: str = "") -> IndicatorTarget:  # fmt: skip
    """Set or change the target of a year; the audit trail keeps what it was before."""
    if area.pk not in by.reach("economy.change_indicatortarget").below:
        raise NotPermitted("您的岗位不能为这个区域设定目标。")
    target, _ = IndicatorTarget.objects.update_or_create(
        indicator=indicator, area=area, year=year,
        defaults={"value": value, "unit": unit, "document": document, "note": note},
        create_defaults={"value": value, "unit": unit, "document": document, "note": note, "created_by": by},
    )  # fmt: skip
    return target
