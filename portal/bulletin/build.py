"""Building a bulletin: the declared paragraphs of an office and a period, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from portal.bulletin.declare import Figure, LeftOut, Scope, Source, Text, declared
from portal.site.models import Office

PERMISSION = "bulletin.view_bulletin"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    title: str
    paragraphs: list[Text]


@dataclass(frozen=True)
class Cited:
    """A source with every figure taken from it, in order of appearance."""

    source: Source
    figures: list[Figure]

    @property
    def texts(self) -> str:
        """The figures as printed."""
        return "、".join(figure.text for figure in self.figures)

    @property
    def remark(self) -> str:
        """How computed figures were worked out, and what the source itself cautions."""
        told = [f"{figure.text}：{figure.computed}" for figure in self.figures if figure.computed]
        return "；".join([*told, *([self.source.note] if self.source.note else [])])


@dataclass(frozen=True)
class Bulletin:
    """A whole bulletin: title, the office that signs it, sections, and what was left out of them."""

    scope: Scope
    title: str
    issuer: str
    sections: list[Section]
    left_out: list[LeftOut]

    @property
    def figures(self) -> list[Figure]:
        """Every figure with its source, in order of appearance."""
        parts = [part for section in self.sections for text in section.paragraphs for part in text]
        return [part for part in parts if isinstance(part, Figure)]

    @property
    def sources(self) -> list[Cited]:
        """Every source once, in the order it is first used."""
        cited: dict[Source, list[Figure]] = {}
        for figure in self.figures:
            cited.setdefault(figure.source, []).append(figure)
        return [Cited(source, figures) for source, figures in cited.items()]


def build(scope: Scope) -> Bulletin:
    """The bulletin of an office for a year, or for a year up to a month."""
    written = [(one.section, text) for one in declared() if (text := one.build(scope))]
    stated = [(section, text) for section, text in written if plain(text)]
    sections = [
        Section(f"{NUMERALS[number]}、{title}", [text for _, text in group])
        for number, (title, group) in enumerate(groupby(stated, key=lambda pair: pair[0]))
    ]
    left_out = [part for _, text in written for part in text if isinstance(part, LeftOut)]
    title = f"{scope.area.name}{scope.period}工作情况简报"
    return Bulletin(scope, title, _issuer(scope), sections, left_out)


def _issuer(scope: Scope) -> str:
    """The full name of the office, or the name of its area where none is kept."""
    names = Office.objects.visible_to(scope.user, permission=PERMISSION).filter(area=scope.area)
    return names.values_list("name", flat=True).first() or scope.area.name


def plain(text: Text) -> str:
    """The paragraph as a plain sentence."""
    return "".join(str(part) for part in text)
