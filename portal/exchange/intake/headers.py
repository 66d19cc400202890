"""Which column is which: headers of one to three levels matched with the fields a table declares.

Words are compared after folding: NFKC, without blanks and punctuation, months replaced by what they stand
for (3月 → 本月, 1—3月累计 → 累计), so that next month's form matches too. Aliases are data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.errors import Refusal
from portal.figures.quantity import Unit, find_unit

IGNORED = frozenset({"序号", "no", "项次", "行次"})
BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u30fc~〜至]+")
YEAR = re.compile(r"(\d{4})年度?(?=\d{1,2}(-\d{1,2})?月|$|[^\d])")
UPTO_MONTH = re.compile(r"1-(\d{1,2}|本)月份?(累计)?")
MONTH = re.compile(r"(?<![\d年])\d{1,2}月份?")
LAST_YEAR = re.compile("上年|去年|同期")
PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Header:
    """One column's header: its place, its words from the top down, and its unit when it states one."""

    index: int
    parts: tuple[str, ...]
    unit: Unit | None = None

    @property
    def label(self) -> str:
        """As the clerk sees it: the lowest word, which is the column's own."""
        return " ".join(self.parts[-1].split()) if self.parts else ""

    def readings(self, year: int | None) -> list[str]:
        """Folded words by which the column may be known, the most telling first."""
        joined = ["".join(self.parts)]
        if len(self.parts) > 2:
            joined.append("".join(self.parts[-2:]))
        # 3月 below 上年 is not this year's: what stands above may be left out only when it says nothing.
        if not any(LAST_YEAR.search(fold(part, year)) for part in self.parts[:-1]):
            joined.append(self.parts[-1])
        words = [fold(text, year) for text in joined] + [fold(bare(text), year) for text in joined]
        return list(dict.fromkeys(word for word in words if word))


@dataclass
class Matching:
    """What was matched: field name → header; and what was not."""

    found: dict[str, Header] = field(default_factory=dict)
    unknown: list[Header] = field(default_factory=list)
    ambiguous: dict[str, list[Header]] = field(default_factory=dict)


def fold(text: str, year: int | None = None) -> str:
    """A header reduced to what tells columns apart; `year` is that of the table, the year before it is 上年."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    text = DASHES.sub("-", text)
    text = YEAR.sub(lambda match: "上年" if year and int(match[1]) == year - 1 else "", text)
    text = MONTH.sub("本月", UPTO_MONTH.sub("累计", text))
    return PUNCTUATION.sub("", text)


def bare(text: str) -> str:
    """A header without what stands in brackets: 合同金额（亿元） → 合同金额."""
    return BRACKETS.sub("", unicodedata.normalize("NFKC", text))


def unit_in_brackets(text: str) -> Unit | None:
    """亿元 for 合同金额（亿元）; None when the brackets hold no unit."""
    for inside in BRACKETS.findall(unicodedata.normalize("NFKC", text)):
        unit = unit_of(inside.removeprefix("单位:"))
        if unit:
            return unit
    return None


def unit_of(word: str) -> Unit | None:
    """The unit a word names, or None."""
    try:
        return find_unit(word)
    except Refusal:
        return None


def match(headers: Sequence[Header], aliases: Mapping[str, Iterable[str]], year: int | None) -> Matching:
    """The best unique column for each field of `aliases` (field → folded words).

    A column goes to the field its most telling reading names. Two columns that answer equally well to one
    field are ambiguous: guessing would put figures into the wrong place.
    """
    owners: dict[str, set[str]] = {}
    for name, words in aliases.items():
        for word in words:
            owners.setdefault(word, set()).add(name)
    claims: dict[str, list[tuple[int, Header]]] = {}
    result = Matching()
    for header in headers:
        claim = _claim(header, owners, year)
        if claim is not None:
            claims.setdefault(claim[0], []).append((claim[1], header))
        elif header.label and fold(header.label) not in IGNORED:
            result.unknown.append(header)
    for name, claimed in claims.items():
        _settle(result, name, claimed)
    return result


def _claim(header: Header, owners: Mapping[str, set[str]], year: int | None) -> tuple[str, int] | None:
    for rank, word in enumerate(header.readings(year)):
        if len(owners.get(word, ())) == 1:
            return next(iter(owners[word])), rank
    return None


def _settle(result: Matching, name: str, claimed: list[tuple[int, Header]]) -> None:
    best = min(rank for rank, _ in claimed)
    first = [header for rank, header in claimed if rank == best]
    if len(first) > 1:
        result.ambiguous[name] = first
        return
    result.found[name] = first[0]
    result.unknown += [header for rank, header in claimed if rank != best]
