"""Building a bulletin: the declared paragraphs of an office and a period, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from portal.bulletin.declare import Figure, Scope, Text, declared

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    title: str
    paragraphs: list[Text]


@dataclass(frozen=True)
class Bulletin:
    """A whole bulletin: title, sections, and every figure once, in the order it appears."""

    scope: Scope
    title: str
    sections: list[Section]

    @property
    def figures(self) -> list[Figure]:
        """Every figure with its source, in order of appearance."""
        parts = [part for section in self.sections for text in section.paragraphs for part in text]
        return [part for part in parts if isinstance(part, Figure)]


def build(scope: Scope) -> Bulletin:
    """The bulletin of an office for a year, or for a year up to a month."""
    written = [(one.section, text) for one in declared() if (text := one.build(scope))]
    sections = [
        Section(f"{NUMERALS[number]}、{title}", [text for _, text in group])
        for number, (title, group) in enumerate(groupby(written, key=lambda pair: pair[0]))
    ]
    return Bulletin(scope, f"{scope.area.name}{scope.period.label}工作情况简报", sections)


def plain(text: Text) -> str:
    """The paragraph as a plain sentence."""
    return "".join(str(part) for part in text)
