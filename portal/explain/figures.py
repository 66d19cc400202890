"""Kinds about quantities, cells, allocations, votes and hours."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.explain.inputs import (
    amount,
    choice,
    count,
    listing,
    quoted,
    read_amount,
    read_interval,
    text,
)
from portal.explain.registry import Explanation, MissingInput, kind
from portal.figures.allocate import allocate
from portal.figures.exact import as_decimal, half_up, plain
from portal.figures.hours import union_hours
from portal.figures.number import parse_number
from portal.figures.quantity import (
    Qualifier,
    Quantity,
    Unit,
    conversion_factor,
    find_unit,
    parse_quantity,
)
from portal.figures.votes import Owners, VoteResult, owners_vote, party_vote

QUALIFIER_WORDS = {
    Qualifier.EXACT: "等于",
    Qualifier.AT_LEAST: "不低于（含本数）",
    Qualifier.MORE_THAN: "超过（不含本数）",
    Qualifier.AT_MOST: "不高于（含本数）",
    Qualifier.LESS_THAN: "不满（不含本数）",
    Qualifier.ABOUT: "约",
    Qualifier.NEARLY: "接近而不到",
}


@kind("quantity", "数量", text=text("数量"), to=text("换算成的单位", required=False))
def quantity(text: str, to: str | None) -> Explanation:
    """Read a quantity as people write it, and convert it."""
    read = parse_quantity(text)
    steps = [f"{quoted(text)}读作：{QUALIFIER_WORDS[read.qualifier]} {read}。"]
    found = read.to(to) if to else read
    value = converted_text(read, find_unit(to)) if to else plain(read.value)
    if to and found.unit != read.unit:
        factor = conversion_factor(read.unit, found.unit)
        steps.append(f"1{read.unit} = {factor}{found.unit}，换算得 {value}{found.unit}。")
    return Explanation(
        {"value": value, "unit": str(found.unit), "qualifier": str(read.qualifier)},
        steps,
    )


def converted_text(read: Quantity, unit: Unit) -> str:
    """A converted value: exact; yuan to the cent at least; 亩 that never come out even to two decimals."""
    exact = (
        as_decimal(Fraction(read.value) * conversion_factor(read.unit, unit))
        if unit != read.unit
        else read.value
    )
    if exact is None:
        return plain(half_up(read.to(unit).value, 2))
    if unit == Unit.YUAN and -int(exact.as_tuple().exponent) < 2:
        return plain(half_up(exact, 2))
    return plain(exact)


@kind("number", "表格里的数字", text=text("单元格", nullable=True))
def number(text: str | None) -> Explanation:
    """The number of a spreadsheet cell; null for an empty one."""
    value = parse_number(text)
    if value is None:
        return Explanation({"value": None}, ["空白、“—”、“/”、“无”都表示没有数字，不等于零。"])
    return Explanation(
        {"value": plain(value)},
        [f"{quoted(str(text))}读作 {plain(value)}（百分数按小数计）。"],
    )


@kind("allocate", "分摊到分", total=amount("总额"), weights=listing("权重", read_amount))
def allocation(total: Decimal, weights: list[Decimal]) -> Explanation:
    """Share an amount out to the cent."""
    parts = [plain(part) for part in allocate(total, weights)]
    return Explanation(
        {"parts": parts},
        [
            "先按权重比例算到分，舍去不足一分的部分。",
            "余下的分依次加给被舍去最多的各份，相同时先给排在前面的（最大余额法）。",
            f"各份：{'、'.join(parts)}，合计 {plain(half_up(total, 2))}。",
        ],
    )


@kind(
    "vote",
    "表决",
    kind=choice("表决种类", ("owners", "owners_special", "party")),
    total_heads=count("业主总人数", required=False),
    total_area=amount("总面积", required=False),
    present_heads=count("参加人数", required=False),
    present_area=amount("参加面积", required=False),
    for_heads=count("同意人数", required=False),
    for_area=amount("同意面积", required=False),
    entitled=count("有表决权人数", required=False),
    present=count("到会人数", required=False),
    full_members=count("应到会正式党员数", required=False),
    **{"for": count("赞成票", required=False)},
)
def vote(kind: str, **counts: Any) -> Explanation:
    """Quorum and result of an owners' or a party members' vote."""
    result = party(counts) if kind == "party" else owners(counts, special=kind == "owners_special")
    return Explanation(
        {"quorum": result.quorum, "passed": result.passed},
        [RULES[kind], verdict(result)],
    )


RULES = {
    "owners": "业主共同决定：参加表决的专有面积和人数均不少于三分之二，同意的面积和人数均超过参加的一半（民法典第二百七十八条）。",
    "owners_special": "业主共同决定特别事项：参加表决的面积和人数均不少于三分之二，同意的均不少于参加的四分之三（民法典第二百七十八条）。",
    "party": "党员大会：到会的有表决权党员超过应到会的一半，赞成票超过应到会正式党员的一半。",
}


def verdict(result: VoteResult) -> str:
    """The outcome in words."""
    if not result.quorum:
        return "参加人数或面积不够，表决无效。"
    return "参加人数符合要求，表决通过。" if result.passed else "参加人数符合要求，同意票不够，未通过。"


def owners(counts: dict[str, Any], *, special: bool) -> VoteResult:
    """An owners' vote from the counts by name."""
    total, present, in_favour = (
        Owners(needed(counts, f"{who}_heads"), needed(counts, f"{who}_area"))
        for who in ("total", "present", "for")
    )
    return owners_vote(total, present, in_favour, special=special)


def party(counts: dict[str, Any]) -> VoteResult:
    """A party vote from the counts by name."""
    return party_vote(
        entitled=needed(counts, "entitled"),
        present=needed(counts, "present"),
        full_members=needed(counts, "full_members"),
        in_favour=needed(counts, "for"),
    )


def needed(counts: dict[str, Any], name: str) -> Any:
    """A count this kind of vote cannot do without."""
    if counts[name] is None:
        raise MissingInput(f"缺少 {name}。", [{"field": name, "message": "缺少此项。"}])
    return counts[name]


@kind("hours", "服务时长", intervals=listing("时间段", read_interval))
def hours(intervals: list[Any]) -> Explanation:
    """Hours of the union of intervals."""
    total = plain(union_hours(intervals))
    return Explanation(
        {"hours": total},
        [f"重叠的时间只算一次，{len(intervals)}段合并后共 {total} 小时。"],
    )
