"""Idle land: when a supplied parcel counts as idle, and what then follows. Pure.

闲置土地处置办法 (国土资源部令第53号, in force since 2012-07-01), art. 2 and 14. Idle is land on which
(a) building began, or has not begun, more than a year after the day agreed; or (b) building began but less than a
third of the area is built on or less than a quarter of the investment is spent, and has stood still for a year.
Only (a) costs a fee of 20 % of the price of the land, and after two years the land may be taken back without
compensation; neither when the delay is the government's own (art. 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.clock.deadlines import Unit, add_months, exceeds
from portal.errors import InvalidInput
from portal.figures.exact import half_up


@dataclass(frozen=True)
class IdleRule:
    """The numbers of one edition of the rule and the day it took effect."""

    document: str
    effective_from: date
    late_years: int
    stopped_years: int
    least_built: Fraction
    least_invested: Fraction
    fee_share: Fraction
    take_back_years: int


RULES = (
    IdleRule("《闲置土地处置办法》（国土资源部令第53号）", date(2012, 7, 1), 1, 1, Fraction(1, 3), Fraction(1, 4), Fraction(1, 5), 2),
)  # fmt: skip


class IdleKind(StrEnum):
    """Why land counts as idle."""

    NOT_STARTED = "not_started"
    STARTED_LATE = "started_late"
    STOPPED = "stopped"


REASONS = {
    IdleKind.NOT_STARTED: "超过约定动工日满一年未动工",
    IdleKind.STARTED_LATE: "比约定动工日晚一年以上才动工",
    IdleKind.STOPPED: "已动工但建设不足三分之一或投资不足四分之一，且停工满一年",
}


class Consequence(StrEnum):
    """What the rule provides for."""

    FEE = "fee"
    TAKE_BACK = "take_back"
    AGREEMENT = "agreement"


CONSEQUENCES = {
    Consequence.FEE: "征缴土地闲置费",
    Consequence.TAKE_BACK: "可以无偿收回",
    Consequence.AGREEMENT: "协商处置（延期、调整、置换、安排临时使用等）",
}


@dataclass(frozen=True)
class LandUse:
    """What the rule looks at. Shares are of 1; None where nobody knows."""

    start_deadline: date | None
    started_on: date | None = None
    stopped_on: date | None = None
    built_share: Fraction | None = None
    invested_share: Fraction | None = None
    price_wan: Decimal | None = None
    delayed_by_government: bool = False


@dataclass(frozen=True)
class IdleFinding:
    """Land that counts as idle: why, since which day, what follows, and the fee in 万元 where it can be known."""

    kind: IdleKind
    since: date
    consequence: Consequence
    fee_wan: Decimal | None
    rule: IdleRule

    @property
    def sentence(self) -> str:
        """The finding as one sentence."""
        fee = (
            f" {self.fee_wan} 万元"
            if self.consequence is Consequence.FEE and self.fee_wan is not None
            else ""
        )
        return f"{REASONS[self.kind]}，自 {self.since} 起算闲置；{CONSEQUENCES[self.consequence]}{fee}。"


def rule_on(day: date) -> IdleRule:
    """The edition in force on `day`; refuses days before the first one known here."""
    known = [rule for rule in RULES if rule.effective_from <= day]
    if not known:
        raise InvalidInput(f"{day} 时《闲置土地处置办法》第53号令还没有施行，不能据此认定。")
    return known[-1]


def idle_finding(land: LandUse, on: date) -> IdleFinding | None:
    """Whether `land` is idle on the day `on`, by the rule of that day; None when it is not, or nobody can know."""
    if land.start_deadline is None:
        return None
    rule = rule_on(on)
    began = land.started_on if land.started_on and land.started_on <= on else None
    if began is None:
        return _late(IdleKind.NOT_STARTED, land, land.start_deadline, on, rule)
    if land.stopped_on is not None and _has_stopped(land, land.stopped_on, on, rule):
        since = _after(land.stopped_on, rule.stopped_years)
        return IdleFinding(IdleKind.STOPPED, since, Consequence.AGREEMENT, None, rule)
    return None


def late_start(land: LandUse, on: date) -> IdleFinding | None:
    """What a late beginning of work costs afterwards: the fee stays due although the land is no longer idle."""
    if land.start_deadline is None or land.started_on is None or land.started_on > on:
        return None
    return _late(IdleKind.STARTED_LATE, land, land.start_deadline, land.started_on, rule_on(land.started_on))


def _late(kind: IdleKind, land: LandUse, deadline: date, day: date, rule: IdleRule) -> IdleFinding | None:
    if not exceeds(deadline, rule.late_years, Unit.YEAR, day):
        return None
    since = _day_after(_after(deadline, rule.late_years))
    if land.delayed_by_government:
        return IdleFinding(kind, since, Consequence.AGREEMENT, None, rule)
    if kind is IdleKind.NOT_STARTED and day >= _after(deadline, rule.take_back_years):
        return IdleFinding(kind, since, Consequence.TAKE_BACK, None, rule)
    fee = None if land.price_wan is None else half_up(Fraction(land.price_wan) * rule.fee_share, 4)
    return IdleFinding(kind, since, Consequence.FEE, fee, rule)


def _has_stopped(land: LandUse, stopped_on: date, on: date, rule: IdleRule) -> bool:
    if on < _after(stopped_on, rule.stopped_years):
        return False
    little_built = land.built_share is not None and land.built_share < rule.least_built
    little_spent = land.invested_share is not None and land.invested_share < rule.least_invested
    return little_built or little_spent


def _after(day: date, years: int) -> date:
    """The same day `years` later, 28 February where there is no 29th (Civil Code art. 202)."""
    return add_months(day, 12 * years)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
