"""What is wrong with a table or to be asked about it: kept by row and column, bounded, counted in full."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

KEPT = 1_000
SHOWN_VALUE = 60


@dataclass(frozen=True)
class Problem:
    """One cell: the row as the spreadsheet numbers it, the column's header, what stands there, why, the cure."""

    row: int | None
    column: str
    field: str
    value: str
    message: str
    cure: str

    @property
    def sentence(self) -> str:
        """第 7 行“签约时间”写的是“2017.13”，月份只能是 1–12，请改成如 2017.6。"""
        place = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        value = f"写的是“{self.value}”，" if self.value else ("" if not column else "：")
        cure = f"，{self.cure}" if self.cure else ""
        return f"{place}{column}{value}{self.message}{cure}。"

    def as_dict(self) -> dict[str, Any]:
        """For the record and the API."""
        return {**asdict(self), "sentence": self.sentence}


class Notes:
    """Problems (the file cannot be taken) and questions (taken if confirmed)."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.questions: list[Problem] = []
        self.problem_count = self.question_count = 0
        self.bad_rows: set[int] = set()

    def fault(
        self, row: int | None, column: str, field: str, value: Any, message: str, cure: str = ""
    ) -> None:
        """Note a problem."""
        self.problem_count += 1
        if row is not None:
            self.bad_rows.add(row)
        if len(self.problems) < KEPT:
            self.problems.append(Problem(row, column, field, _shown(value), message, cure))

    def ask(self, row: int | None, column: str, field: str, value: Any, message: str, cure: str = "") -> None:
        """Note a question."""
        self.question_count += 1
        if len(self.questions) < KEPT:
            self.questions.append(Problem(row, column, field, _shown(value), message, cure))

    def in_order(self) -> None:
        """Sort by row; what concerns the whole file comes first."""
        self.problems.sort(key=lambda problem: problem.row or 0)
        self.questions.sort(key=lambda problem: problem.row or 0)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else str(value)
    )
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_VALUE else text[:SHOWN_VALUE] + "…"
