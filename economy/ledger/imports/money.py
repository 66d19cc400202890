"""The money of ledgers: in the unit of the table and in 万元, and parts within their wholes."""

from __future__ import annotations

from decimal import Decimal

from portal.exchange.intake.declare import Context, Rows
from portal.figures.exact import plain
from portal.figures.quantity import Quantity, Unit

MONEY = ("in_place", "out_of_district", "out_of_province")


def in_unit(wan: Decimal | None, context: Context) -> Decimal | None:
    """An amount on record, in the unit of the table; None where the table has none."""
    return (
        None if wan is None or context.unit is None else Quantity(wan, Unit.WAN_YUAN).to(context.unit).value
    )


def in_wan(value: Decimal | None, context: Context) -> Decimal | None:
    """An amount of the table in 万元."""
    return None if value is None or context.unit is None else Quantity(value, context.unit).to(Unit.WAN_YUAN).value  # fmt: skip


def written(value: Decimal | None, context: Context) -> str:
    """An amount as the table has it, with its unit."""
    return "" if value is None else f"{plain(value)}{context.unit}"


def check_subsets(rows: Rows, index: int) -> None:
    """省外 ≤ 区外 ≤ 到位, wherever two of them are stated."""
    labels = {"in_place": "到位资金", "out_of_district": "区外资金", "out_of_province": "省外资金"}
    values = {name: rows.column(name)[index] for name in MONEY}
    for part, whole in (("out_of_district", "in_place"), ("out_of_province", "out_of_district"), ("out_of_province", "in_place")):  # fmt: skip
        if values[part] is not None and values[whole] is not None and values[part] > values[whole]:
            rows.fault(
                index, part, f"{labels[part]} {plain(values[part])} 大于{labels[whole]} {plain(values[whole])}",
                f"{labels[part]}是{labels[whole]}的一部分，请核对",
            )  # fmt: skip
            return
