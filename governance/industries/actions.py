"""Loading the national classification of industries, whole or in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.industries.models import EDITION, IndustryCode, IndustryLevel
from portal.errors import InvalidInput
from portal.writing import writing

FORMS = {
    IndustryLevel.SECTION: re.compile("[A-T]"),
    IndustryLevel.DIVISION: re.compile("[0-9]{2}"),
    IndustryLevel.GROUP: re.compile("[0-9]{3}"),
    IndustryLevel.CLASS: re.compile("[0-9]{4}"),
}
CHANGEABLE = ("name", "valid_from", "valid_to")


@dataclass(frozen=True, kw_only=True)
class IndustryLine:
    """One line of the standard as printed: `section` J, `code` J, 68, 682 or 6820."""

    section: str
    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    row: int | None = None

    @property
    def level(self) -> IndustryLevel | None:
        """Which of the four levels the code's form says; None for any other text."""
        return next((level for level, form in FORMS.items() if form.fullmatch(self.code)), None)

    @property
    def parent_code(self) -> str:
        """The code of the line above: J for 68, 68 for 682; empty for a section."""
        above: dict[Any, str] = {IndustryLevel.SECTION: "", IndustryLevel.DIVISION: self.section}
        return above.get(self.level, self.code[:-1])


@dataclass(frozen=True)
class Loaded:
    """How many lines a load added, changed and left alone."""

    created: int
    changed: int
    unchanged: int


@writing()
def load_industries(lines: Sequence[IndustryLine], *, edition: str = EDITION) -> Loaded:
    """Add the lines that are not there and bring the names and dates of the others up to date.

    Lines that the table has and `lines` do not are left alone: a part of the standard may be loaded. A line
    ends only by a `valid_to`. Refuses malformed codes, doubled codes, and codes without the line above.
    """
    known = {line.code: line for line in IndustryCode.objects.filter(edition=edition, valid_to__isnull=True)}
    _refuse(lines, known)
    changed = [known[line.code] for line in lines if line.code in known and _updated(known[line.code], line)]
    IndustryCode.objects.bulk_update(changed, CHANGEABLE, batch_size=500)
    fresh = [line for line in lines if line.code not in known]
    for level in IndustryLevel:
        made = [_made(line, level, known, edition) for line in fresh if line.level == level]
        known |= {line.code: line for line in IndustryCode.objects.bulk_create(made)}
    return Loaded(len(fresh), len(changed), len(lines) - len(fresh) - len(changed))


def _made(
    line: IndustryLine, level: IndustryLevel, known: dict[str, IndustryCode], edition: str
) -> IndustryCode:
    return IndustryCode(
        edition=edition, code=line.code, section=line.section, name=line.name, level=level,
        parent=known.get(line.parent_code), valid_from=line.valid_from, valid_to=line.valid_to,
    )  # fmt: skip


def _updated(code: IndustryCode, line: IndustryLine) -> bool:
    before = [getattr(code, name) for name in CHANGEABLE]
    code.name = line.name
    code.valid_from = line.valid_from or code.valid_from
    code.valid_to = line.valid_to
    return before != [getattr(code, name) for name in CHANGEABLE]


def _refuse(lines: Sequence[IndustryLine], known: Iterable[str]) -> None:
    codes = {line.code for line in lines} | set(known)
    seen: set[str] = set()
    problems = []
    for line in lines:
        problem = _problem(line, codes) or ("这个代码在表中出现了两次" if line.code in seen else "")
        seen.add(line.code)
        if problem:
            problems.append({"row": line.row, "field": "code", "value": line.code, "message": problem})
    if problems:
        raise InvalidInput(
            f"有 {len(problems)} 行不能载入：“{problems[0]['value']}”{problems[0]['message']}。", problems
        )


def _problem(line: IndustryLine, codes: set[str]) -> str:
    if line.level is None:
        return "不是行业代码，应为一个字母（A—T）或两到四位数字"
    if not FORMS[IndustryLevel.SECTION].fullmatch(line.section):
        return "没有写门类，应为 A—T 中的一个字母"
    if line.level == IndustryLevel.SECTION and line.code != line.section:
        return "与所写的门类不同"
    if not line.name.strip():
        return "没有名称"
    if line.parent_code and line.parent_code not in codes:
        return f"的上级 {line.parent_code} 不在表中"
    return ""
