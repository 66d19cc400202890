"""What every kind of column does: read a column in one pass, and say what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.errors import Refusal
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.number import is_empty
from portal.figures.quantity import Unit

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context

LONGEST_SIGN = 12


class Fault(Refusal):
    """A cell that cannot be taken as it is; `message` says why, `cure` what to write."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class Doubt(Fault):
    """A cell that is taken as it stands (`value`), but about which the clerk is asked."""

    def __init__(self, message: str, cure: str, value: Any) -> None:
        super().__init__(message, cure)
        self.value = value


@dataclass(frozen=True)
class Kind:
    """Base of all kinds: `read` turns one cell that is not empty into a value."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        """The value of one cell; raises `Fault` or `Doubt`."""
        raise NotImplementedError

    def is_empty(self, cell: Cell) -> bool:
        """Whether the cell holds nothing: blank, or one of the signs for it."""
        if not isinstance(cell, str):
            return cell is None
        return cell == "" or (
            (not cell[0].isalnum() or len(cell) <= LONGEST_SIGN) and is_empty(text_of(cell))
        )

    def read_column(
        self, cells: Sequence[Cell], context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """All values of a column, None where there is none, and the faults by position."""
        known: dict[Any, Any] = {}
        values: list[Any] = []
        faults: list[tuple[int, Fault]] = []
        for index, cell in enumerate(cells):
            key = (type(cell), cell)
            if key not in known:
                known[key] = self._outcome(cell, context, unit)
            outcome = known[key]
            if isinstance(outcome, Fault):
                faults.append((index, outcome))
                outcome = outcome.value if isinstance(outcome, Doubt) else None
            values.append(outcome)
        return values, faults

    def _outcome(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        if self.is_empty(cell):
            return None
        try:
            return self.read(cell, context, unit)
        except Fault as fault:
            return fault
        except Refusal as refusal:
            return _as_fault(refusal, text_of(cell))

    def show(self, value: Any) -> str:
        """The value as the preview shows it."""
        return "" if value is None else str(value)

    def same(self, value: Any, stored: Any) -> bool:
        """Whether `value` is what is stored already."""
        return value == stored or (value in (None, "") and stored in (None, ""))

    @property
    def hint(self) -> str:
        """How to fill the column in, for the template."""
        return "文字"


def _as_fault(refusal: Refusal, text: str) -> Fault:
    """A refusal's sentence as reason and cure, without repeating the cell."""
    message, _, cure = refusal.message.rstrip("。").partition("，请")
    return Fault(message.removeprefix(f"“{text}”") or message, f"请{cure}" if cure else "")
