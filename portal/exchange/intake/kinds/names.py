"""Columns that name a record: an area, a colleague, a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds.base import Fault, Kind
from portal.exchange.intake.reading import Cell
from portal.exchange.intake.tables import text_of
from portal.figures.quantity import Unit

if TYPE_CHECKING:
    from portal.exchange.intake.declare import Context


@dataclass(frozen=True)
class Named(Kind):
    """A record known by a code or a name; `find` gives the words of all that may be named here."""

    what: str
    find: Callable[[Context], Mapping[str, list[Any]]]

    def read(self, cell: Cell, context: Context, unit: Unit | None) -> Any:
        """The one record of that code or name; refuses none and several."""
        found = context.named(self).get(fold(text_of(cell)), [])
        if not found:
            raise Fault(
                f"没有这个{self.what}，或者不在您负责的区域内", f"请写本区域内{self.what}的全称或代码"
            )
        if len(found) > 1:
            raise Fault(f"有 {len(found)} 个{self.what}都叫这个名字", "请改写代码")
        return found[0]

    def same(self, value: Any, stored: Any) -> bool:
        """Compared by primary key."""
        return getattr(value, "pk", value) == getattr(stored, "pk", stored)

    @property
    def hint(self) -> str:
        """Name or code."""
        return f"{self.what}的名称或代码"


def names_of(pairs: Iterator[tuple[Any, Sequence[str]]]) -> dict[str, list[Any]]:
    """Folded name or code → the records that answer to it."""
    known: dict[str, list[Any]] = {}
    for record, words in pairs:
        for word in {fold(word) for word in words if word}:
            known.setdefault(word, []).append(record)
    return known


def area_named() -> Named:
    """An area by name or code, among those the import's area holds and the user may write to."""
    return Named("区域", lambda context: names_of((area, (area.name, area.code)) for area in context.areas()))


def person_named() -> Named:
    """A colleague by name or account, among those with a post in the import's area."""
    return Named(
        "人员", lambda context: names_of((user, (user.full_name, user.username)) for user in context.people())
    )
