"""Figures and charts as pages show them. What they say is worked out before; here it becomes words and shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.figures.display import MISSING, format_pct
from portal.figures.exact import plain

BAR_LENGTH = Decimal(100)


@dataclass(frozen=True)
class Change:
    """A change against an earlier figure, in an arrow and a word: `good` says whether it is welcome, if known."""

    text: str
    direction: str = ""
    good: bool | None = None

    @property
    def icon(self) -> str:
        """The arrow: up, down, or level."""
        return {"up": "arrow-up", "down": "arrow-down"}.get(self.direction, "dash")

    @property
    def word(self) -> str:
        """What the arrow says."""
        return {"up": "上升", "down": "下降"}.get(self.direction, "持平")

    @property
    def css(self) -> str:
        """The colour; the words say it too."""
        return {True: "better", False: "worse"}.get(self.good, "") if self.good is not None else ""


@dataclass(frozen=True)
class FigureCard:
    """One figure: its number large, unit and period beside it, progress to its target, its change.

    `value` None shows a dash with the `reason` it cannot be known. `completion_pct` and `schedule_pct` draw
    the bar and the mark of where the year stands. `url` leads to the records behind it, `explain_url` to how
    it was worked out.
    """

    name: str
    value: str | None
    unit: str = ""
    period: str = ""
    target: str = ""
    completion_pct: Decimal | None = None
    schedule_pct: Decimal | None = None
    change: Change | None = None
    reason: str = ""
    url: str = ""
    explain_url: str = ""

    @property
    def shown(self) -> str:
        """The number, or a dash."""
        return MISSING if self.value is None else self.value

    @property
    def completion(self) -> str:
        """The completion in words of percent."""
        return format_pct(self.completion_pct)

    @property
    def schedule(self) -> str:
        """The schedule in words of percent."""
        return format_pct(self.schedule_pct, 0)

    @property
    def bar(self) -> dict[str, Any] | None:
        """The shapes of the bar, in hundredths of its length; a figure past its target fills it."""
        if self.completion_pct is None:
            return None
        whole = max(BAR_LENGTH, self.completion_pct)
        mark = (
            None
            if self.schedule_pct is None
            else plain(min(BAR_LENGTH - 1, self.schedule_pct / whole * BAR_LENGTH))
        )
        behind = self.schedule_pct is not None and self.completion_pct < self.schedule_pct
        done = max(Decimal(0), min(self.completion_pct, whole)) / whole * BAR_LENGTH
        return {"done": plain(done.quantize(Decimal("0.1"))), "mark": mark, "behind": behind}


@dataclass(frozen=True)
class Series:
    """One line or set of bars: its values as decimals, None where nothing is known (a gap, never a zero)."""

    name: str
    values: list[Decimal | None]
    kind: str = "line"


@dataclass(frozen=True)
class Chart:
    """A chart and the equal table. `title` says the finding; `source` and `as_of` say where it comes from."""

    title: str
    labels: list[str]
    series: list[Series]
    unit: str = ""
    source: str = ""
    as_of: str = ""
    heading: str = "期间"
    key: str = field(default="chart")

    @property
    def data(self) -> dict[str, Any]:
        """What the script draws: decimals as numbers, which drawing may round."""
        return {
            "labels": self.labels,
            "unit": self.unit,
            "series": [
                {
                    "name": one.name,
                    "kind": one.kind,
                    "values": [None if v is None else float(v) for v in one.values],
                }
                for one in self.series
            ],
        }

    @property
    def rows(self) -> SafeString:
        """The equal table: one row a label, exact values. Written here for speed: a board shows a dozen."""
        values = zip(*(one.values for one in self.series), strict=True)
        rows = zip(self.labels, map(_cells, values), strict=True)
        return mark_safe(
            "".join(f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>\n' for label, cells in rows)
        )


def _cells(values: tuple[Decimal | None, ...]) -> str:
    texts = (MISSING if value is None else plain(value) for value in values)
    return "".join(f'<td class="num">{text}</td>' for text in texts)
