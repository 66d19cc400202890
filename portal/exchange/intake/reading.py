"""Sheets as rows of cells, read from XLSX, XLS, ODS and CSV as offices send them.

Row and column numbers are those of the spreadsheet: nothing is skipped, hidden rows and sheets included.
Formulas count with the value last saved. Numbers whose format changes what the eye sees come as text.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import python_calamine
from django.conf import settings

from portal.exchange.intake.apart import PasswordNeeded, ReadingFailed, read_apart
from portal.exchange.intake.files import (
    FileRefused,
    Kind,
    broken,
    encrypted,
    recognise,
    too_many_columns,
    too_many_rows,
    unfold_safely,
)
from portal.exchange.intake.formats import Formats, shown_formats
from portal.figures.exact import CONTEXT, plain
from portal.text import SUSPECT, clean_line, clean_text

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Corners = tuple[tuple[int, int], tuple[int, int]]
DELIMITERS = ",\t;|"
SNIFFED_LINES = 50
SHEETS_READ = 50


@dataclass
class Sheet:
    """One sheet: its cells, and the corners (row, column, both included, from zero) of merged ranges."""

    name: str
    rows: list[list[Cell]]
    merged: list[Corners] = field(default_factory=list)


def read_sheets(path: Path, *, known_safe: bool = False) -> list[Sheet]:
    """Every sheet of the file that holds anything; refuses what cannot be read safely, with a sentence.

    `known_safe` says that these very bytes were unfolded safely before.
    """
    kind = recognise(path)
    if not known_safe:
        unfold_safely(path, kind)
    sheets = {Kind.CSV: _read_csv, Kind.XLSX: _read_xlsx}.get(kind, _read_apart)(path)
    for sheet in sheets:
        clean(sheet)
    sheets = [sheet for sheet in sheets if any(cell not in ("", None) for row in sheet.rows for cell in row)]
    if not sheets:
        raise FileRefused("表格里没有内容，请检查后重新上传。")
    for sheet in sheets:
        if len(sheet.rows) > settings.IMPORT_MAX_ROWS:
            raise too_many_rows()
        if max(map(len, sheet.rows)) > settings.IMPORT_MAX_COLUMNS:
            raise too_many_columns()
    return sheets


def clean(sheet: Sheet) -> None:
    """Take what nobody sees out of every cell that holds text; refuses NUL, saying where it stands."""
    sheet.name = clean_line(sheet.name)
    for number, row in enumerate(sheet.rows, 1):
        written = "".join([cell for cell in row if type(cell) is str])
        if "\0" in written:
            raise FileRefused(f"第 {number} 行有空字符（NUL），请删去后重新上传。")
        if SUSPECT.search(written):
            row[:] = [clean_text(cell) if type(cell) is str else cell for cell in row]


def _read_xlsx(path: Path) -> list[Sheet]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        names = [m.name for m in workbook.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
        return [_xlsx_sheet(path, workbook, name) for name in names[:SHEETS_READ]]
    except python_calamine.PasswordError as error:
        raise encrypted() from error
    except (python_calamine.CalamineError, BadZipFile, ParseError, OSError, KeyError, ValueError) as error:
        raise broken() from error


def _xlsx_sheet(path: Path, workbook: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    rows: Any = sheet.to_python(skip_empty_area=False)
    show(rows, shown_formats(path, name))
    return Sheet(name, rows, list(sheet.merged_cell_ranges or []))


def show(rows: list[list[Any]], formats: Formats) -> None:
    """Replace numbers by what their format shows, where that says more than the number."""
    for (row, column), shown in formats.items():
        if row < len(rows) and column < len(rows[row]) and isinstance(rows[row][column], float):
            rows[row][column] = shown_number(rows[row][column], shown.decimals, percent=shown.percent)


def shown_number(value: float, decimals: int, *, percent: bool) -> str:
    """0.3423 as percent → 34.23%; 0.3 with two decimals → 0.30; digits beyond those shown are kept."""
    exact = Decimal(f"{value:.15g}")
    exact = CONTEXT.scaleb(exact, 2) if percent else exact
    exact = exact.normalize(CONTEXT)
    places = max(decimals, -int(exact.as_tuple().exponent), 0)
    return plain(exact.quantize(Decimal(1).scaleb(-places), context=CONTEXT)) + ("%" if percent else "")


def _read_apart(path: Path) -> list[Sheet]:
    try:
        sheets = read_apart(path, settings.IMPORT_READER_MEMORY)
    except PasswordNeeded as error:
        raise encrypted() from error
    except ReadingFailed as error:
        raise broken() from error
    return [
        Sheet(
            sheet["name"],
            [[_day(cell["day"]) if isinstance(cell, dict) else cell for cell in row] for row in sheet["rows"]],
            [(tuple(first), tuple(last)) for first, last in sheet["merged"]],
        )
        for sheet in sheets[:SHEETS_READ]
    ]  # fmt: skip


def _day(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _read_csv(path: Path) -> list[Sheet]:
    text = decode(path.read_bytes())
    delimiter = sniff(text)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > settings.IMPORT_MAX_ROWS:
                raise too_many_rows()
    except csv.Error as error:
        raise FileRefused(
            "文本表格里的引号不成对，或有一格过长，请用 Excel 或 WPS 打开后另存为 xlsx 再上传。"
        ) from error
    return [Sheet("", rows)]


def decode(content: bytes) -> str:
    """The text: UTF-8 with or without BOM, UTF-16 with one, else GB18030, which holds all of GBK."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文本表格的编码认不出来，请用 Excel 或 WPS 打开后另存为 xlsx 再上传。")


def sniff(text: str) -> str:
    """The delimiter by which most lines fall into the same number of columns; a comma when none does."""
    lines = list(islice(io.StringIO(text[: 256 * 1024], newline=""), SNIFFED_LINES))

    def regularity(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(DELIMITERS, key=regularity)
