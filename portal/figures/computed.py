"""Computed indicators: an app declares the query behind a figure, and the figure opens to its records.

    @computed("economy.published_figures", unit=Unit.ITEM)
    def published_figures(areas: frozenset[int], period: Period) -> Computation: ...

A computed indicator is never reported by hand; `Indicator.query` names the declaration. What several queries read
alike is `shared`: read once for all figures of a dashboard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from portal.figures.periods import Period
from portal.figures.quantity import Unit


@dataclass(frozen=True)
class Computation:
    """What a query found: the value (None when it cannot be known) and the address of the records behind it."""

    value: Decimal | None
    records_url: str
    missing: str = ""


@dataclass(frozen=True)
class ComputedIndicator:
    """A declared query: its unit and the function that answers for areas and a period."""

    name: str
    unit: Unit
    answer: Callable[[frozenset[int], Period], Computation]


_declared: dict[str, ComputedIndicator] = {}
Answer = Callable[[frozenset[int], Period], Computation]


def computed(name: str, *, unit: Unit) -> Callable[[Answer], Answer]:
    """Declare the query of a computed indicator under `<app>.<name>`."""

    def declare(answer: Answer) -> Answer:
        _declared[name] = ComputedIndicator(name, unit, answer)
        return answer

    return declare


def declared_query(name: str) -> ComputedIndicator | None:
    """The declaration called `name`; None when no installed app declares it."""
    return _declared.get(name)


Given = ParamSpec("Given")
Found = TypeVar("Found")
_read_together: ContextVar[dict[Any, Any] | None] = ContextVar("read_together", default=None)


@contextmanager
def reading_together() -> Iterator[None]:
    """While several queries are answered, what is `shared` between them is read once."""
    token = _read_together.set({})
    try:
        yield
    finally:
        _read_together.reset(token)


def shared(read: Callable[Given, Found]) -> Callable[Given, Found]:
    """Mark what several queries read: within `reading_together` the same arguments give the first answer again."""

    @wraps(read)
    def once(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        known = _read_together.get()
        if known is None:
            return read(*args, **kwargs)
        asked = (read, args, tuple(sorted(kwargs.items())))
        if asked not in known:
            known[asked] = read(*args, **kwargs)
        found: Found = known[asked]
        return found

    return once
