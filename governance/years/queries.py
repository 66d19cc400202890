"""What is to be looked into about an enterprise's year."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Q, Value, When

from governance.years.models import DESIGNATED_SIZE_WAN, EnterpriseYear

INDUSTRIAL_SECTIONS = ("B", "C", "D")


def size_doubt(model: Any = None) -> Case:
    """Why the size on record is questioned; empty when the revenue does not contradict it.

    Statistics decides who is 规模以上; for industrial enterprises (sections B, C, D) from 2000 万元.
    """
    industrial = Q(enterprise__industry__section__in=INDUSTRIAL_SECTIONS)
    reaches, falls_short = Q(revenue__gte=DESIGNATED_SIZE_WAN), Q(revenue__lt=DESIGNATED_SIZE_WAN)
    listed = Q(is_above_designated_size=True)
    return Case(
        When(industrial & listed & falls_short, then=Value("列为规模以上，但主营业务收入不到2000万元，请核对。")),
        When(industrial & ~listed & reaches, then=Value("主营业务收入达到2000万元，没有列为规模以上，请与统计部门核对。")),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip


def doubt_about(year: EnterpriseYear) -> str:
    """The same about one year."""
    return EnterpriseYear.objects.filter(pk=year.pk).values_list(size_doubt(), flat=True).get()
