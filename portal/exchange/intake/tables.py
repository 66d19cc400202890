"""Finds the table in a sheet: titles above, headers of up to three levels, rows, totals, signatures and notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.errors import Refusal
from portal.exchange.intake.headers import (
    Header,
    Matching,
    fold,
    match,
    unit_in_brackets,
    unit_of,
)
from portal.exchange.intake.reading import Cell, Corners, Sheet
from portal.figures.periods import Period, PeriodType, parse_period
from portal.figures.quantity import Unit

SEARCHED_ROWS = 40
HEADER_LEVELS = (1, 2, 3)
UNIT = re.compile(r"(?:^|[^一-鿿]|计量)单位[::]\s*(.+?)\s*[)\]]?$")
UNIT_SEPARATORS = re.compile("[、,，/;；和]")
PERIOD = re.compile(
    r"(?:\d{4}年度?)?(?:\d{1,2}月?[-\u2010-\u2015\u2212~〜至]\d{1,2}月|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年)(?:份|底|末)?(?:累计)?"
    r"|\d{4}[-./]\d{1,2}(?!\d)|\d{4}年"
)
TOTALS = re.compile(r"(本页|本表|全部|以上|累计)?(合计|小计|总计|共计)(数|行)?")
SIGNATURE = re.compile(
    r"(填报|填表|制表|审核|复核|审批|负责|单位负责|分管领导|主管|经办|联系|签字|签章|盖章|注|附注|备注|说明)"
    r"[^,。:]{0,8}:|^注\d|^\*"
)
SECTION = re.compile(r"[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)")
SUSPICIOUS = re.compile(r"[计:：*＊注]|示例")
NOTE = "签字或说明"
SAMPLE = ("示例:", "(示例")
ORDINALS = re.compile(r"[甲乙丙丁戊]|\(?\d{1,2}\)?")


@dataclass(frozen=True)
class SetAside:
    """A row that is no record: its number, why, and how it begins."""

    row: int
    reason: str
    text: str


@dataclass
class Table:
    """The table as found: `numbers[i]` is the spreadsheet's number of `rows[i]`."""

    sheet: str
    headers: list[Header]
    matching: Matching
    numbers: list[int]
    rows: list[list[Cell]]
    title: str = ""
    unit: Unit | None = None
    period: Period | None = None
    periods_found: list[Period] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """A candidate for the header: the rows it takes, and how well it matches."""

    start: int
    levels: int
    headers: tuple[Header, ...]
    matching: Matching

    @property
    def fields(self) -> int:
        """How many fields have a column."""
        return len(self.matching.found) + len(self.matching.ambiguous)

    @property
    def score(self) -> tuple[int, int, int]:
        """More fields first, an ambiguous one counting half; then fewer levels, then the earlier row."""
        return 2 * len(self.matching.found) + len(self.matching.ambiguous), -self.levels, -self.start


def find_table(sheet: Sheet, aliases: Mapping[str, Iterable[str]], *, file_name: str = "") -> Table | None:
    """The table of `sheet` whose headers fit `aliases` best; None when no row looks like its header."""
    merged = _covered(sheet.merged)
    titles = _titles(sheet)
    year = _year(titles, file_name)
    head = _best_head(sheet, merged, aliases, year)
    if head is None:
        return None
    above = titles[: head.start]
    periods = _periods([*(text for texts in above for text in texts), sheet.name, file_name], year)
    table = Table(
        sheet=sheet.name, headers=list(head.headers), matching=head.matching, numbers=[], rows=[],
        title=next((text for texts in above for text in texts), ""),
        unit=_unit([*(text for texts in above for text in texts), *(p for h in head.headers for p in h.parts)]),
        period=periods[0] if periods else None, periods_found=periods,
    )  # fmt: skip
    _take_rows(table, sheet, head)
    return table


def text_of(cell: Cell) -> str:
    """A cell as one line of half-width text; a blank of any width is empty."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str) and cell.isascii():
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return " ".join(unicodedata.normalize("NFKC", str(cell)).split())


def _titles(sheet: Sheet) -> list[list[str]]:
    return [[text for cell in row if (text := text_of(cell))] for row in sheet.rows[:SEARCHED_ROWS]]


def _year(titles: list[list[str]], file_name: str) -> int | None:
    for text in [*(text for texts in titles for text in texts), file_name]:
        found = re.search(r"(?<!\d)((?:19|20)\d{2})(?=年|[-./]\d{1,2}(?!\d))", text)
        if found:
            return int(found[1])
    return None


def _periods(texts: Iterable[str], year: int | None) -> list[Period]:
    """Every reporting period the texts name, monthly ones before whole years."""
    found: list[Period] = []
    for text in texts:
        for match_ in PERIOD.finditer(unicodedata.normalize("NFKC", text).replace(" ", "")):
            try:
                found.append(parse_period(match_[0], year=year))
            except Refusal:
                continue
    return sorted(dict.fromkeys(found), key=lambda period: period.type == PeriodType.YEAR)


def periods_of_headers(table: Table) -> list[Period]:
    """The periods the headers of the table's own year name (3月, 1—3月累计)."""
    year = table.period.year if table.period else None
    periods = _periods((part for header in table.headers for part in header.parts), year)
    return [
        period
        for period in periods
        if period.type != PeriodType.YEAR and (year is None or period.year == year)
    ]


def _unit(texts: Iterable[str]) -> Unit | None:
    """The unit after 单位： in a corner or title; 填报单位：某街道 is an office, not a unit."""
    for text in texts:
        normal = unicodedata.normalize("NFKC", text)
        found = UNIT.search(normal.strip())
        for word in UNIT_SEPARATORS.split(found[1]) if found else ():
            unit = unit_of(word.strip("()[]. "))
            if unit and unit not in (Unit.PERCENT, Unit.PERCENTAGE_POINT):
                return unit
    return None


def _covered(merged: Iterable[Corners]) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell near the top that a merged range covers → the cell that holds its value."""
    covered = {}
    for (top, left), (bottom, right) in merged:
        if top >= SEARCHED_ROWS:
            continue
        for row in range(top, min(bottom, SEARCHED_ROWS) + 1):
            for column in range(left, min(right, left + 200) + 1):
                covered[row, column] = (top, left)
    return covered


def _best_head(
    sheet: Sheet, merged: Mapping, aliases: Mapping[str, Iterable[str]], year: int | None
) -> Head | None:
    best: Head | None = None
    enough = min(2, len(aliases))
    for start in range(min(SEARCHED_ROWS, len(sheet.rows))):
        if not any(isinstance(cell, str) and cell.strip() for cell in sheet.rows[start]):
            continue
        for levels in HEADER_LEVELS:
            if start + levels > len(sheet.rows):
                break
            headers = _headers(sheet, merged, start, levels)
            head = Head(start, levels, tuple(headers), match(headers, aliases, year))
            if head.fields >= enough and (best is None or head.score > best.score):
                best = head
    return best


def _headers(sheet: Sheet, merged: Mapping, start: int, levels: int) -> list[Header]:
    """The headers of the rows `start` … with merged cells filled and repeated words said once."""
    width = max(len(row) for row in sheet.rows[start : start + levels])
    grid = [
        [_header_cell(sheet, merged, row, column) for column in range(width)]
        for row in range(start, start + levels)
    ]
    for level in range(levels - 1):
        for column in range(1, width):
            if not grid[level][column] and any(line[column] for line in grid[level + 1 :]):
                grid[level][column] = grid[level][column - 1]
    headers = []
    for column in range(width):
        parts = tuple(dict.fromkeys(text for line in grid if (text := line[column])))
        if parts:
            unit = next((unit for part in reversed(parts) if (unit := unit_in_brackets(part))), None)
            headers.append(Header(column, parts, unit))
    return headers


def _header_cell(sheet: Sheet, merged: Mapping, row: int, column: int) -> str:
    row, column = merged.get((row, column), (row, column))
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return text_of(cells[column]) if column < len(cells) else ""


def _take_rows(table: Table, sheet: Sheet, head: Head) -> None:
    """Sort the rows below the header into records and those set aside; blank ones are neither."""
    labels = tuple(header.label for header in table.headers)
    known = sorted(header.index for header in table.matching.found.values())
    ended = False
    for index in range(head.start + head.levels, len(sheet.rows)):
        row = sheet.rows[index]
        filled = [cell for cell in row if cell is not None and cell != ""]
        if not filled or not any(not isinstance(cell, str) or cell.strip() for cell in filled):
            continue
        reason = (
            "" if _is_plainly_a_record(filled, table) else _no_record(filled, known, labels, table, ended)
        )
        if reason:
            ended = ended or reason == NOTE
            table.set_aside.append(
                SetAside(index + 1, reason, next(t for c in row if (t := text_of(c)))[:80])
            )
        else:
            table.numbers.append(index + 1)
            table.rows.append(row)


def _is_plainly_a_record(filled: Sequence[Cell], table: Table) -> bool:
    """Whether a row has many cells and nothing that could make it a total, a note or a header."""
    if len(filled) <= 3 or not table.rows:
        return False
    first = [cell for cell in filled[:3] if isinstance(cell, str)]
    return not any(SUSPICIOUS.search(cell) for cell in first) and first[:1] != [table.headers[0].label]


def _no_record(
    filled: Sequence[Cell], known: list[int], labels: tuple[str, ...], table: Table, ended: bool
) -> str:
    """Why a row is no record, or ""."""
    head = next((cell for cell in filled if isinstance(cell, str) and cell.strip()), None)
    if not table.rows and _counts_columns(filled):
        return "栏号"
    if head is None:
        return ""
    text = text_of(head).replace(" ", "")
    if (len(text) <= 12 and TOTALS.fullmatch(text.rstrip(":"))) or _second_is_total(filled):
        return "合计行"
    if SIGNATURE.match(text):
        return NOTE
    if text.startswith(SAMPLE):
        return "模板里的示例"
    texts = [text for cell in filled if (text := text_of(cell))]
    if len(texts) == 1 and ended:
        return NOTE
    if len(texts) == 1 and len(known) > 2 and SECTION.match(text):
        return "分组标题"
    return "重复的表头" if len(texts) > 1 and all(text in labels for text in texts) else ""


def _second_is_total(filled: Sequence[Cell]) -> bool:
    return any(
        isinstance(cell, str)
        and "计" in cell
        and len(cell) <= 12
        and TOTALS.fullmatch(fold(cell)) is not None
        for cell in filled[:3]
    )


def _counts_columns(filled: Sequence[Cell]) -> bool:
    """The row 甲 乙 1 2 3 that numbers the columns."""
    texts = [text_of(cell).strip("()") for cell in filled]
    if len(texts) <= 3 or not all(ORDINALS.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
