"""Recording what an enterprise earned, paid and employed in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from governance.enterprises.models import Enterprise, EnterpriseState
from governance.years.models import EnterpriseYear
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.writing import locked, writing

if TYPE_CHECKING:
    from portal.accounts.models import User


FIGURES = ("revenue", "tax", "employment", "is_above_designated_size", "note")


@writing()
def record_year(
    enterprise: Enterprise, *, year: int, by: User, source: Any = None, is_illustrative: bool = False,
    **figures: Any,
) -> EnterpriseYear:  # fmt: skip
    """Enter or change the figures of one year; money in 万元, None for what is not known.

    Refuses a year to come, one before the enterprise existed, negative revenue and a voided enterprise.
    """
    locked(enterprise)
    if enterprise.area_id not in by.reach("governance.change_enterpriseyear").below:
        raise NotPermitted("您的岗位不能填写这家企业的年度数据。")
    if enterprise.state == EnterpriseState.VOIDED:
        raise WrongState("这条登记已作废，不能填写年度数据。")
    _check(enterprise, year, figures)
    defaults = {name: figures[name] for name in FIGURES if name in figures}
    if source is not None:
        defaults["source_document"] = source
    record, _ = EnterpriseYear.objects.update_or_create(
        enterprise=enterprise, year=year, defaults=defaults,
        create_defaults={**defaults, "created_by": by, "is_illustrative": is_illustrative},
    )  # fmt: skip
    return record


def _check(enterprise: Enterprise, year: int, figures: dict[str, Any]) -> None:
    if not 1990 <= year <= timezone.localdate().year:
        raise InvalidInput.at("year", f"{year} 不是可以填写的年度", "请填1990年到今年的四位数字")
    if enterprise.established_on and year < enterprise.established_on.year:
        raise InvalidInput.at(
            "year", f"企业成立于{enterprise.established_on.year}年，没有{year}年的数据", "请核对年度"
        )
    revenue = figures.get("revenue")
    if revenue is not None and revenue < 0:
        raise InvalidInput.at("revenue", "主营业务收入不能是负数", "请核对")
