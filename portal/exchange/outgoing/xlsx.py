"""XLSX: rows stream from the database into the sheet; neither side ever holds them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from rustpy_xlsxwriter import Format, write_worksheets

from portal.exchange.outgoing.run import Run, Written

SHEET_ROWS = 1_048_576
STEP = 2_000
FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is off by one day or has no days at all
MANIFEST_SHEET = "导出说明"
WIDTHS = {"text": 24, "integer": 12, "decimal": 16, "date": 12, "moment": 20, "choice": 14, "boolean": 8}
FORMATS = {"text": "@", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}


def write(path: Path, run: Run, *, sheet_rows: int = SHEET_ROWS) -> Written:
    """Data sheets of at most `sheet_rows` rows each, then the manifest's sheet."""
    book = Book(run)
    names = book.sheet_names(sheet_rows)
    sheets = [(name, book.sheet(sheet_rows - book.head_rows)) for name in names]
    write_worksheets([*sheets, (MANIFEST_SHEET, book.manifest())], str(path), **book.looks(names))
    return Written(book.rows, book.digest.hexdigest())


class Book:
    """The workbook of one run; the writer asks for sheet after sheet, the manifest's last."""

    def __init__(self, run: Run) -> None:
        self.run, self.rows, self.digest = run, 0, CellDigest()
        self.labels = run.selection.labels
        self.source = self._storable(run.snapshot.rows(run.selection))
        self.head_rows = 2 if run.watermark else 1

    def sheet_names(self, sheet_rows: int) -> list[str]:
        """One name per data sheet; there is one even without rows."""
        count = max(1, -(-self.run.expected // (sheet_rows - self.head_rows)))
        return ["数据", *(f"数据{number}" for number in range(2, count + 1))]

    def sheet(self, limit: int) -> Iterator[dict[str, Any]]:
        """The next `limit` rows as the writer takes them; a blank one when there are none."""
        labels, digest = self.labels, self.digest
        started = self.rows
        while block := list(islice(self.source, min(STEP, limit - (self.rows - started)))):
            digest.add(block)
            self.rows += len(block)
            yield from [dict(zip(labels, row, strict=True)) for row in block]
            self.run.progress(self.rows)
        if self.rows == started:
            yield dict.fromkeys(labels)

    def manifest(self) -> Iterator[dict[str, str]]:
        """The manifest, line by line; evaluated after the last data row."""
        for name, text in self.run.explain(self.rows, self.digest.hexdigest()):
            yield {"项目": name, "内容": text}

    def looks(self, names: list[str]) -> dict[str, Any]:
        """Widths, number formats, frozen heads and the watermark."""
        readings = self.run.selection.readings
        formats = {
            r.column.title: Format().set_num_format(FORMATS[r.kind]) for r in readings if r.kind in FORMATS
        }
        texts = [r.column.title for r in readings if r.kind == "text"]
        looks: dict[str, Any] = {
            "bold_headers": True,
            "freeze_panes": {name: {"row": self.head_rows, "col": 0} for name in names},
            "column_formats": {name: formats for name in names if formats},
            "column_widths": {
                MANIFEST_SHEET: {"项目": 20, "内容": 90},
                **{name: {r.column.title: WIDTHS[r.kind] for r in readings} for name in names},
            },
            "ignore_errors": {name: texts for name in names if texts},
        }
        return {**looks, **self._watermark(names)} if self.run.watermark else looks

    def _watermark(self, names: list[str]) -> dict[str, Any]:
        text = self.run.watermark
        red = Format().set_bold().set_font_color("#C00000")
        last = max(1, len(self.labels) - 1)
        return {
            "header_row": dict.fromkeys(names, 1),
            "merge_ranges": {name: [(0, 0, 0, last, text, red)] for name in names},
            "page_setup": {name: {"header": f"&C{text.replace('&', '&&')}"} for name in names},
        }

    def _storable(self, rows: Iterator[tuple]) -> Iterator[tuple]:
        """Days that Excel does not know, from slips of the pen like 0201-01-01, are written as text."""
        readings = self.run.selection.readings
        dated = [index for index, r in enumerate(readings) if r.kind in ("date", "moment")]
        early = [
            index for index, first in zip(dated, self.run.earliest, strict=True)
            if first and (first.date() if hasattr(first, "date") else first) < FIRST_DAY
        ]  # fmt: skip
        return _as_text(rows, early) if early else rows


class CellDigest:
    """SHA-256 over all rows of a workbook, written as one JSON array of arrays without blanks."""

    def __init__(self) -> None:
        self.sha256, self.before = hashlib.sha256(), b"["

    def add(self, rows: list[tuple]) -> None:
        """Count further rows in."""
        self.sha256.update(self.before)
        self.sha256.update(orjson.dumps(rows, default=str)[1:-1])
        self.before = b","

    def hexdigest(self) -> str:
        """The digest of the rows so far."""
        closed = self.sha256.copy()
        closed.update(b"]" if self.before == b"," else b"[]")
        return closed.hexdigest()


def _as_text(rows: Iterator[tuple], indexes: list[int]) -> Iterator[tuple]:
    for row in rows:
        cells = list(row)
        for index in indexes:
            cells[index] = None if cells[index] is None else str(cells[index])
        yield tuple(cells)
