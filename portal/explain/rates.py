"""Kinds about targets, year-on-year and cumulative figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portal.errors import InvalidInput
from portal.explain.inputs import amount, choice, day, mapping, read_amount, text
from portal.explain.registry import Explanation, kind
from portal.figures import rates
from portal.figures.display import format_pct
from portal.figures.exact import plain, ulp
from portal.figures.periods import PeriodType, parse_period

ROUNDED = "四舍五入保留两位小数"


def shown(value: Decimal | None) -> str | None:
    """A decimal for JSON: plain digits, or null."""
    return None if value is None else plain(value)


def term(value: Decimal) -> str:
    """A number after an operator: negative ones in brackets."""
    return f"({plain(value)})" if value < 0 else plain(value)


@kind(
    "completion",
    "完成率与超目标",
    actual=amount("实际完成", nullable=True),
    target=amount("目标", nullable=True),
)
def completion(actual: Decimal | None, target: Decimal | None) -> Explanation:
    """Completion and over-target of an actual against its target."""
    done, over = (
        rates.completion_pct(actual, target),
        rates.over_target_pct(actual, target),
    )
    result = {"completion_pct": shown(done), "over_target_pct": shown(over)}
    if actual is None or target is None or done is None or over is None:
        return Explanation(result, ["目标缺失、为零或为负，或者没有实际数，不计算完成率，显示“—”。"])
    verdict = "超目标" if over >= 0 else "未完成"
    return Explanation(
        result,
        [
            "完成率 = 实际 ÷ 目标 × 100。",
            f"{plain(actual)} ÷ {plain(target)} × 100 = {format_pct(done)}（{ROUNDED}）。",
            f"超目标 = 完成率 − 100 = {format_pct(over)}，即{verdict}。",
        ],
    )


@kind(
    "target_from_over",
    "由超目标反推目标",
    actual=amount("实际完成"),
    over_target_pct=amount("超目标百分比"),
)
def target_from_over(actual: Decimal, over_target_pct: Decimal) -> Explanation:
    """The target behind a published “超目标”."""
    target = rates.target_from_over(actual, over_target_pct)
    working = f"{plain(actual)} ÷ (1 + {plain(over_target_pct)} ÷ 100) = {plain(target)}（保留四位小数）。"
    return Explanation({"target": plain(target)}, ["目标 = 实际 ÷ (1 + 超目标% ÷ 100)。", working])


@kind(
    "yoy",
    "同比",
    current=amount("本期数", nullable=True),
    base=amount("上年同期数", nullable=True),
)
def yoy(current: Decimal | None, base: Decimal | None) -> Explanation:
    """Year-on-year with every special case."""
    found = rates.yoy(current, base)
    label = str(found.label) if found.label else None
    result = {
        "yoy_pct": shown(found.pct),
        "change": shown(found.change),
        "label": label,
    }
    if current is None or base is None or found.change is None:
        return Explanation(result, ["本期数或上年同期数缺失，不计算同比；缺失不等于零。"])
    steps = [f"增减额 = {plain(current)} − {term(base)} = {plain(found.change)}。"]
    if found.pct is None:
        steps.append("上年同期数不大于零，百分比没有意义，不计算同比，只说明增减额。")
    else:
        steps.append(f"同比 = 增减额 ÷ 上年同期 × 100 = {format_pct(found.pct)}（{ROUNDED}）。")
    return Explanation(result, [*steps, f"表述为“{label}”。"] if label else steps)


@kind(
    "implied_base",
    "由同比反推上年同期",
    current=amount("本期数"),
    yoy_pct=amount("公布的同比%"),
)
def implied_base(current: Decimal, yoy_pct: Decimal) -> Explanation:
    """The base two printed numbers imply, and how far rounding leaves it open."""
    found = rates.implied_base(current, yoy_pct)
    result = {
        "base": plain(found.base),
        "low": plain(found.low),
        "high": plain(found.high),
    }
    return Explanation(
        result,
        [
            "上年同期 = 本期 ÷ (1 + 同比 ÷ 100)。",
            f"{plain(current)} ÷ (1 + {plain(yoy_pct)} ÷ 100) ≈ {plain(found.base)}。",
            f"本期数末位是 {plain(ulp(current))}，同比末位是 {plain(ulp(yoy_pct))}，各有半个末位的舍入误差。",
            f"因此真实的上年同期数在 [{plain(found.low)}, {plain(found.high)}) 之内。",
            "公布的增速若按可比价或同口径计算，不适用此推算。",
        ],
    )


@kind(
    "single_month",
    "由累计数求当月数",
    cumulative=mapping("各月累计"),
    month=text("月份"),
    reason=text("负调整原因", required=False),
)
def single_month(cumulative: dict[str, Any], month: str, reason: str | None) -> Explanation:
    """A month's own figure out of cumulative ones; null when it cannot be known."""
    year, number = read_month(month)
    figures = figures_of_year(cumulative, year)
    value = rates.single_month(figures, number, negative_adjustment_reason=reason or "")
    result = {"value": shown(value)}
    if value is None:
        return Explanation(
            result,
            [f"{year}年{number}月或上月的累计数缺失，当月数无法得知；缺失不等于零。"],
        )
    if number == 1:
        return Explanation(result, [f"1月当月数就是1月累计数 {plain(value)}。"])
    until, before = figures[number], figures[number - 1]
    assert until is not None
    assert before is not None
    steps = [
        f"当月数 = 1—{number}月累计 − 1—{number - 1}月累计 = {plain(until)} − {term(before)} = {plain(value)}。"
    ]
    return Explanation(result, [*steps, f"负调整原因：{reason}。"] if value < 0 else steps)


def read_month(word: str) -> tuple[int, int]:
    """Year and month of YYYY-MM."""
    period = parse_period(word)
    if period.type != PeriodType.MONTH:
        raise InvalidInput(f"“{word[:40]}”应为月份，例如 2018-03。")
    return period.year, period.end_month


def figures_of_year(cumulative: dict[str, Any], year: int) -> dict[int, Decimal | None]:
    """The cumulative figures of one year by month; refuses a month written twice."""
    found: dict[int, Decimal | None] = {}
    for word, value in cumulative.items():
        its_year, number = read_month(str(word))
        if its_year == year and number in found:
            raise InvalidInput(f"{year}年{number}月的累计数出现了两次。")
        if its_year == year:
            found[number] = None if value is None else read_amount(value)
    return found


@kind(
    "schedule",
    "序时进度",
    date=day("截止日期"),
    basis=choice("口径", ("month", "day"), required=False),
)
def schedule(date: date, basis: str | None) -> Explanation:
    """How much of the year has passed, by months (the usual way) or by days."""
    by_day = basis == "day"
    pct = rates.schedule_pct(date, by_day=by_day)
    days = date.replace(month=12, day=31).timetuple().tm_yday
    part = f"{date.timetuple().tm_yday} ÷ {days}" if by_day else f"{date.month} ÷ 12"
    way = "按天" if by_day else "按月"
    return Explanation(
        {"schedule_pct": plain(pct)},
        [f"序时进度（{way}）= {part} × 100 = {format_pct(pct)}。"],
    )


@kind(
    "rate_at_least",
    "比率是否达标",
    part=amount("分子"),
    whole=amount("分母"),
    bound_pct=amount("标准%"),
)
def rate_at_least(part: Decimal, whole: Decimal, bound_pct: Decimal) -> Explanation:
    """Whether a rate reaches its bound, judged before rounding."""
    meets = rates.rate_at_least(part, whole, bound_pct)
    pct = rates.share_pct(part, whole)
    result = {"rate_pct": shown(pct), "meets": meets}
    if pct is None:
        return Explanation(result, ["分母为零，比率不存在，不算达标。"])
    return Explanation(
        result,
        [
            f"比率 = {plain(part)} ÷ {plain(whole)} × 100 = {format_pct(pct)}（{ROUNDED}，仅用于显示）。",
            f"用未舍入的比率与 {plain(bound_pct)}% 比较：{'达标' if meets else '未达标'}（“以上”包括本数）。",
        ],
    )
