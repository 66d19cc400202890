"""Finding an industry by what people write: 6820, J6820 or 财产保险."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from governance.industries.models import IndustryCode, IndustryCodeQuerySet, IndustryLevel
from portal.errors import InvalidInput
from portal.identifiers import compact

CLOSE = 3


class UnknownIndustry(InvalidInput):
    """A text that names no industry of the loaded table."""


def industries_by_word(on: date | None = None) -> dict[str, list[IndustryCode]]:
    """Code with and without its letter, and name → the codes in force that answer to it; sections left out."""
    return _by_word(_named(on))


def industry_named(text: str, *, on: date | None = None) -> IndustryCode:
    """The one industry `text` names; refuses none (with the nearest ones) and several.

    The whole table is read only to say which ones are near.
    """
    word = compact(text)
    meant = _by_word(_named(on).filter(Q(code__in=(word, word[1:])) | Q(name__in=(word, text.strip()))))
    return pick_industry(text, meant if word in meant else industries_by_word(on))


def _named(on: date | None) -> IndustryCodeQuerySet:
    return IndustryCode.objects.in_force(on).filter(level__gt=IndustryLevel.SECTION)


def _by_word(codes: IndustryCodeQuerySet) -> dict[str, list[IndustryCode]]:
    """Of a group and its only class of the same name (682 and 6820 财产保险) the name means the class."""
    found: dict[str, list[IndustryCode]] = {}
    for code in codes.order_by("-level", "code"):
        for word in (code.code, code.printed):
            found.setdefault(word, []).append(code)
        named = found.setdefault(compact(code.name), [])
        if not any(deeper.code.startswith(code.code) for deeper in named):
            named.append(code)
    return found


def pick_industry(text: str, known: Mapping[str, list[IndustryCode]]) -> IndustryCode:
    """The same among industries already read."""
    word = compact(text)
    found = known.get(word, [])
    if len(found) == 1:
        return found[0]
    if found:
        codes = "、".join(code.printed for code in found)
        raise UnknownIndustry(f"有 {len(found)} 个行业都叫“{text}”，请改填代码：{codes}。")
    near = _near(word, known)
    cure = f"相近的有：{near}" if near else "如代码无误，请系统管理员补充载入行业分类表"
    raise UnknownIndustry(f"已载入的行业分类表里没有“{text}”，请填两到四位代码或名称。{cure}。")


def _near(word: str, known: Mapping[str, list[IndustryCode]]) -> str:
    """The first few industries whose name holds the word, or that stand above the code."""
    above = [known[word[:length]][0] for length in (3, 2) if word[:length] in known and word.isdecimal()]
    named = [] if word.isdecimal() else [
        code for name, codes in known.items() if word in name and not name[-1].isdecimal() for code in codes
    ]  # fmt: skip
    shown = list(dict.fromkeys(str(code) for code in (*above[:1], *named)))
    return "、".join(shown[:CLOSE])
