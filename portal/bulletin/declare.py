"""Paragraphs of the bulletin: every app declares its own in `bulletin.py`, built only from records.

    @paragraph("经济运行", order=10)
    def fiscal_revenue(scope: Scope) -> Text | None: ...

A paragraph returns the parts of its sentences, plain strings and `Figure`s; None when there is nothing on
record, and then the bulletin says nothing: it never fills a gap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts.models import Area, User
from portal.figures.periods import Period

SECTIONS = ("经济运行", "招商引资", "党的建设", "城市环境", "社会治理", "安全生产", "民生服务")


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: the record, the document it was taken from, and the revision."""

    record: str
    url: str
    document: str = ""
    document_url: str = ""
    revision: int = 1


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence, with the record it opens to."""

    text: str
    source: Source

    def __str__(self) -> str:
        return self.text


Text = list[str | Figure]


@dataclass(frozen=True)
class Scope:
    """What a bulletin is about: an office and a period, as seen by a user."""

    area: Area
    period: Period
    user: User


@dataclass(frozen=True)
class Paragraph:
    """A declared paragraph: its section, its place there, and how it is built."""

    section: str
    order: int
    name: str
    build: Callable[[Scope], Text | None]


_paragraphs: dict[str, Paragraph] = {}


def paragraph(section: str, *, order: int) -> Callable[[Callable[[Scope], Text | None]], Callable[[Scope], Text | None]]:
    """Declare a paragraph of `section` (one of `SECTIONS`); lower orders come first."""
    if section not in SECTIONS:
        raise ValueError(f"unknown bulletin section {section}")

    def declare(build: Callable[[Scope], Text | None]) -> Callable[[Scope], Text | None]:
        name = f"{build.__module__}.{build.__name__}"
        _paragraphs[name] = Paragraph(section, order, name, build)
        return build

    return declare


def declared() -> list[Paragraph]:
    """Every paragraph in the order of the document."""
    return sorted(_paragraphs.values(), key=lambda one: (SECTIONS.index(one.section), one.order, one.name))
