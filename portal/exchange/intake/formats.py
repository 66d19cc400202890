"""Cells of an XLSX sheet whose format changes what the eye sees: 0.3423 shown as 34.23%, 0.3 shown as 0.30."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from portal.exchange.intake.files import BLOCK, column_number

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
DECIMALS = re.compile(r"\.(0+)")
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
STYLED_CELL = re.compile(rb'<(?:\w+:)?c\s+r="([A-Z]{1,3})(\d+)"\s+s="(\d+)"')

Formats = dict[tuple[int, int], "Shown"]


class Shown:
    """How a number is shown: as percent or not, with how many decimals."""

    __slots__ = ("decimals", "percent")

    def __init__(self, code: str) -> None:
        code = LITERAL.sub("", code).split(";")[0]
        found = DECIMALS.search(code)
        self.percent = "%" in code
        self.decimals = len(found[1]) if found else 0

    def __bool__(self) -> bool:
        return self.percent or self.decimals > 0


def shown_formats(path: Path, sheet: str) -> Formats:
    """(row, column) from zero → how the cell is shown, for cells of `sheet` with such a format."""
    with zipfile.ZipFile(path) as archive:
        styles = _styles(archive)
        part = _part_of(archive, sheet) if styles else None
        return _cells(archive, part, styles) if part else {}


def _styles(archive: zipfile.ZipFile) -> dict[bytes, Shown]:
    """Style numbers that matter; a missing or unreadable part means none do."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = dict(BUILT_IN)
    codes |= {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in root.iter(f"{MAIN}numFmt")}
    found = {}
    for number, style in enumerate(root.findall(f"{MAIN}cellXfs/{MAIN}xf")):
        code = codes.get(int(style.get("numFmtId", 0)), "")
        if code and not DATE_LETTERS.search(LITERAL.sub("", code)) and (shown := Shown(code)):
            found[str(number).encode()] = shown
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return None
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in book.iter(f"{MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATION), "")
            name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            return name if name in archive.namelist() else None
    return None


def _cells(archive: zipfile.ZipFile, part: str, styles: dict[bytes, Shown]) -> Formats:
    found: Formats = {}
    rest = b""
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            data = rest + block
            cut = data.rfind(b"<")
            for column, row, style in STYLED_CELL.findall(data[:cut]):
                if style in styles:
                    found[int(row) - 1, column_number(column) - 1] = styles[style]
            rest = data[cut:]
    return found
