"""What the columns of a project ledger may hold, as loosely as offices fill them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from economy.projects.models import ProjectStage
from portal.errors import Refusal
from portal.exchange.intake.declare import Context, ImportField
from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds import (
    Amount,
    Day,
    Doubt,
    Fault,
    Kind,
    PartialDate,
    Text,
)
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.quantity import Unit

PLACEHOLDER = re.compile(r"[（(【\[]?.{0,12}(待填|待定|待补|未填|暂缺|待核实)[）)】\]]?")
STAGE_WORDS = {
    ProjectStage.LEAD: ("线索", "意向", "储备"),
    ProjectStage.NEGOTIATION: ("洽谈", "在谈", "洽谈中", "对接中", "跟踪"),
    ProjectStage.SIGNED: ("签约", "已签约", "已签"),
    ProjectStage.LANDED: ("落地", "已落地", "入驻", "已入驻", "已注册", "已拿地", "履约"),
    ProjectStage.STARTED: ("开工", "已开工", "在建", "建设中", "施工中"),
    ProjectStage.PARTIALLY_OPERATIONAL: ("部分投产", "试生产", "试运营"),
    ProjectStage.OPERATIONAL: ("投产", "已投产", "投产运营", "运营", "已运营", "运营中"),
    ProjectStage.ACCEPTED: ("竣工达效", "竣工", "已竣工", "达产达效", "达效"),
}
STAGES = {fold(word): stage for stage, words in STAGE_WORDS.items() for word in (*words, stage.value)}


@dataclass(frozen=True)
class LooseAmount(Amount):
    """An amount in a column that may hold words: what is no exact number is told about and left empty."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Decimal | None:
        """The number in `unit`; asks about anything else and takes it for none."""
        try:
            return super().read(cell, context, unit)
        except Refusal as refusal:
            told = refusal.message.rstrip("。").partition("，请")[0]
            raise Doubt(f"{told}；这一格按没有数登记", "有确切数字的请改成数字", None) from refusal


@dataclass(frozen=True)
class Investor(Text):
    """A name; （投资方待填） says that there is none yet."""

    longest: int = 120

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> str:
        """The name; asks about a placeholder and takes it for none."""
        text = super().read(cell, context, unit)
        if PLACEHOLDER.fullmatch(text):
            raise Doubt(f"写的是“{text}”，按没有填登记", "有了请补上", None)
        return text

    def read_column(
        self, cells: Any, context: Context, unit: Unit | None
    ) -> tuple[list[Any], list[tuple[int, Fault]]]:
        """Cell by cell: each may be a placeholder."""
        return Kind.read_column(self, cells, context, unit)


@dataclass(frozen=True)
class WrittenDate(PartialDate):
    """A partial date that remembers how the ledger wrote it."""

    text: str = ""


@dataclass(frozen=True)
class WrittenDay(Day):
    """A day as exactly as it is written, kept as it is written: 2017.6 stays 2017.6."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> WrittenDate:
        """The day with its text."""
        try:
            return _as_written(super().read(cell, context, unit), cell)
        except Doubt as doubt:
            raise Doubt(doubt.message, doubt.cure, _as_written(doubt.value, cell)) from doubt


@dataclass(frozen=True)
class StageWord(Kind):
    """A stage by the words ledgers use: 在建, 已入驻."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> ProjectStage:
        """The stage; a word that could be any is asked about and taken for none."""
        text = text_of(cell)
        found = STAGES.get(fold(text))
        if found is None:
            raise Doubt(
                f"看不出“{text[:20]}”是哪个阶段；新项目先按“线索”登记，原词写进备注，已有项目不改动",
                "导入后在项目页推进阶段", None,
            )  # fmt: skip
        return found

    def show(self, value: Any) -> str:
        """The word of the portal."""
        return "" if value is None else ProjectStage(value).label

    @property
    def hint(self) -> str:
        """The stages."""
        return "如：洽谈、签约、落地、在建、投产"


def _as_written(found: PartialDate, cell: Cell) -> WrittenDate:
    """The date with its text; a number that is a spreadsheet's serial says nothing to people."""
    is_serial = isinstance(cell, float | int) and cell > 10_000
    written = str(found) if is_serial or not isinstance(cell, str | float | int) else text_of(cell)
    return WrittenDate(found.day, found.precision, written[:20])


def money(name: str, label: str, *aliases: str) -> ImportField:
    """A column of money in the unit of the table."""
    kind = LooseAmount(places=6, digits=18, at_least=Decimal(0))
    return ImportField(name, label, kind, aliases=aliases)
