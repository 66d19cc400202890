"""Paragraphs of the bulletin: every app declares its own in `bulletin.py`, built only from records.

    @paragraph("经济运行", order=10)
    def fiscal_revenue(scope: Scope) -> Text | None: ...

    @dated_records
    def official_reports() -> QuerySet: ...

A paragraph returns the parts of its sentences, plain strings and `Figure`s; None when there is nothing on
record, and then the bulletin says nothing: it never fills a gap. What is on record but has no place in an
official bulletin it returns as `LeftOut`. `dated_records` says for which offices and months there is anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.accounts.models import Area, User
from portal.figures.periods import Period

SECTIONS = ("经济运行", "招商引资", "党的建设", "城市环境", "社会治理", "安全生产", "民生服务")


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: the record, the document it was taken from, and any caution.

    `revision` is None where the record keeps no revisions (a target).
    """

    record: str
    url: str
    document: str = ""
    document_url: str = ""
    revision: int | None = None
    note: str = ""

    @property
    def revision_label(self) -> str:
        """“第 2 版”; empty where there are no revisions."""
        return f"第 {self.revision} 版" if self.revision else ""


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence, as printed with its unit, and the record it opens to.

    `computed` says how it was worked out where it was not published as such.
    """

    text: str
    source: Source
    computed: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def about(self) -> str:
        """What is told beside the figure: record, revision, document."""
        source = self.source
        told = [f"来源：{source.record}", source.revision_label, source.document, self.computed, source.note]
        return "；".join(part for part in told if part)


@dataclass(frozen=True)
class LeftOut:
    """A figure on record that an official bulletin does not state, and why; it prints as nothing."""

    record: str
    url: str
    reason: str

    def __str__(self) -> str:
        return ""


Text = list[str | Figure | LeftOut]


@dataclass(frozen=True)
class Scope:
    """What a bulletin is about: an office and a period, as seen by a user."""

    area: Area
    period: Period
    user: User


Build = Callable[[Scope], Text | None]
DatedRecords = Callable[[], QuerySet]


@dataclass(frozen=True)
class Paragraph:
    """A declared paragraph: its section, its place there, and how it is built."""

    section: str
    order: int
    name: str
    build: Build


_paragraphs: dict[str, Paragraph] = {}
_dated_records: dict[str, DatedRecords] = {}


def paragraph(section: str, *, order: int) -> Callable[[Build], Build]:
    """Declare a paragraph of `section` (one of `SECTIONS`); lower orders come first."""
    if section not in SECTIONS:
        raise ValueError(f"unknown bulletin section {section}")

    def declare(build: Build) -> Build:
        name = f"{build.__module__}.{build.__name__}"
        _paragraphs[name] = Paragraph(section, order, name, build)
        return build

    return declare


def dated_records(rows: DatedRecords) -> DatedRecords:
    """Declare the rows a bulletin can be written from; each has an `area_id` and a `period` (YYYY-MM)."""
    _dated_records[f"{rows.__module__}.{rows.__name__}"] = rows
    return rows


def declared() -> list[Paragraph]:
    """Every paragraph in the order of the document."""
    return sorted(_paragraphs.values(), key=lambda one: (SECTIONS.index(one.section), one.order, one.name))


def declared_records() -> list[QuerySet]:
    """The rows of every app that a bulletin can be written from."""
    return [_dated_records[name]() for name in sorted(_dated_records)]
