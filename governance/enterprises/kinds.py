"""What columns of an enterprise ledger may hold, beside the kinds every table has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.enterprises.actions import CODE_CURE, credit_code_fault, registered_name
from portal.exchange.intake.declare import Context
from portal.exchange.intake.kinds import Amount, Code, Fault, Kind, Text
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.quantity import Quantity, Unit
from portal.identifiers import compact
from portal.personal.kinds import KINDS


def credit_code(text: str) -> str:
    """The normalised credit code; refuses a wrong one with the reason."""
    fault = credit_code_fault(text)
    if fault:
        raise Fault(fault, CODE_CURE)
    return compact(text)


CREDIT_CODE = Code(check=credit_code)
MONEY = frozenset({Unit.YUAN, Unit.WAN_YUAN, Unit.YI_YUAN})


@dataclass(frozen=True)
class Wan(Amount):
    """An amount of money kept in 万元; a bare number is in the money unit of its header or table, else in 万元."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Decimal | None:
        """The amount in 万元."""
        stated = unit if unit in MONEY else Unit.WAN_YUAN
        value = super().read(cell, context, stated)
        return value if value is None else self.checked(Quantity(value, stated).to(Unit.WAN_YUAN).value)


@dataclass(frozen=True)
class EnterpriseName(Text):
    """A name as the register keeps it: full-width brackets, no blanks beside Chinese characters."""

    longest: int = 120

    def read_column(
        self, cells: Sequence[Cell], context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """As all texts, each in the register's form."""
        values, faults = super().read_column(cells, context, unit)
        return [registered_name(value) if value else value for value in values], faults


@dataclass(frozen=True)
class Personal(Kind):
    """Personal text of one of `portal.personal.kinds`; the preview shows it masked."""

    kind: str
    longest: int = 60

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> str:
        """The text as it is stored; refuses another form."""
        kind = KINDS[self.kind]
        text = kind.normalise(text_of(cell).removeprefix("'"))
        if len(text) > self.longest:
            raise Fault(f"超过 {self.longest} 个字符", "请检查是否填错了列")
        if not kind.accepts(text):
            refusal = kind.refusal.rstrip("。")
            raise Fault("不是电话号码" if self.kind == "phone" else "写得不对", refusal)
        return text

    def show(self, value: Any) -> str:
        """The mask."""
        if not value:
            return ""
        return KINDS[self.kind].mask(value) if isinstance(value, str) else str(value)

    def same(self, value: Any, stored: Any) -> bool:
        """Compared in full."""
        plain = stored.reveal() if hasattr(stored, "reveal") else stored
        return (value or "") == (plain or "")

    @property
    def hint(self) -> str:
        """What to write."""
        return "手机号，或带区号的固定电话" if self.kind == "phone" else "姓名"


def personal(attribute: Any) -> Personal:
    """A column that fills a personal field: checked and masked as the field says."""
    return Personal(attribute.field.kind)
