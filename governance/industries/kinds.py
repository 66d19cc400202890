"""The column of a sheet that names an industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.industries.models import IndustryCode
from governance.industries.queries import industries_by_word, pick_industry
from portal.exchange.intake.declare import Context
from portal.exchange.intake.kinds import Named
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.quantity import Unit


@dataclass(frozen=True)
class Industry(Named):
    """An industry by code or name, checked against the loaded table."""

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> IndustryCode:
        """The industry; refuses what the table does not have."""
        return pick_industry(text_of(cell), context.named(self))

    def show(self, value: Any) -> str:
        """Code and name."""
        return "" if value is None else str(value)

    @property
    def hint(self) -> str:
        """Code or name."""
        return "行业代码或名称，如 6820 或 财产保险"


INDUSTRY = Industry("行业", lambda context: industries_by_word())
