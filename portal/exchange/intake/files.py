"""What an uploaded file really is, told by its content, and whether it is safe to open.

A spreadsheet is an archive of XML: a few kilobytes may unfold to gigabytes, or claim a cell in row ten
million. Everything that could do so is refused here with a sentence, before a reader sees it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from portal.errors import InvalidInput

BLOCK = 1 << 20
MAX_PARTS = 2_000
LOCAL_HEADER = 30
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请用 Excel 或 WPS 打开后另存为 xlsx 再上传。"
FOREIGN = (
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"BM", "图片"), (b"II*\0", "图片"),
    (b"MM\0*", "图片"), (b"RIFF", "图片"), (b"%PDF", "PDF"), (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"), (b"{\\rtf", "文档"), (b"MZ", "程序"), (b"\x7fELF", "程序"),
)  # fmt: skip
OLD_BIFF = (b"\x09\x08\x10\0", b"\x09\x00\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0")
WEB_PAGE = re.compile(rb"\s*(<!doctype|<html|<head|<meta|<table|<\?xml|<style|mime-version:)", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["'](\d+)""")
PLAIN_ROW = re.compile(rb'<row r="(\d+)"')
WIDE_CELL = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z]\d{8}|[^A-Z])')
CELL_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})\d""")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Za-z]{1,4})(\d+)["'](?:[^>]*[^/>])?>"""
)
ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")


class FileRefused(InvalidInput):
    """The file is not one the portal reads; the sentence says what to do instead."""


class Kind(StrEnum):
    """What the portal reads."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def recognise(path: Path) -> Kind:
    """The kind of the file by its content, whatever its name says; refuses all others and what hides a danger.

    Only the head of the file and the directory of an archive are read, so this is cheap for a web request.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("文件是空的，请检查后重新上传。")
    if size > settings.IMPORT_MAX_BYTES:
        raise FileRefused(f"文件超过 {settings.IMPORT_MAX_BYTES >> 20} MB，请拆成几个文件分别导入。")
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    if head.startswith(ZIP):
        return _recognise_archive(path)
    if head.startswith(OLE):
        return _recognise_compound(path)
    return _recognise_text(head)


def unfold_safely(path: Path, kind: Kind) -> None:
    """Unfold an archive piece by piece without keeping it, counting; refuses bombs and sheets beyond the limits.

    The directory of an archive may lie about sizes and a sheet about its dimension: what is counted here
    is what a reader would have to hold.
    """
    if kind not in (Kind.XLSX, Kind.ODS):
        return
    total = 0
    with _archive(path) as archive, path.open("rb") as file:
        for part in archive.infolist():
            extent = (
                Extent() if kind == Kind.XLSX and not part.filename.startswith("xl/sharedStrings") else None
            )
            for block in _unfolded(file, part):
                total += len(block)
                if total > settings.IMPORT_MAX_UNFOLDED:
                    raise _too_big()
                if extent:
                    extent.add(block)
            if extent:
                extent.finish()


def too_many_rows() -> FileRefused:
    """The refusal of a table that is too long."""
    return FileRefused(f"表格超过 {settings.IMPORT_MAX_ROWS:,} 行，请拆成几个文件分别导入。")


def too_many_columns() -> FileRefused:
    """The refusal of a table that is too wide."""
    return FileRefused(f"表格超过 {settings.IMPORT_MAX_COLUMNS} 列，请删去右侧多余的列后再上传。")


def broken() -> FileRefused:
    """The refusal of a file that ends early or was damaged on its way."""
    return FileRefused(f"文件不完整或已损坏，打不开。{SAVE_AS}")


def encrypted() -> FileRefused:
    """The refusal of a file with a password."""
    return FileRefused("文件设了密码，请去掉密码后再上传。")


class Extent:
    """How many rows and columns the cells of one XLSX sheet take up, counted from its XML as it unfolds.

    Styled but empty cells (WPS writes them down to row 1,048,576) do not count: readers drop them too.
    """

    def __init__(self) -> None:
        self.rest = b""
        self.rows = self.columns = 0

    def add(self, block: bytes) -> None:
        """Count another piece; a row or cell cut in two is kept for the next."""
        data = self.rest + block
        cut = _last_row_end(data)
        if cut is None:
            if len(data) > 8 * BLOCK and CELL.search(data):
                raise too_many_columns()
            self.rest = data if len(data) <= 8 * BLOCK else data[-BLOCK:]
            return
        self._count(data[:cut])
        self.rest = data[cut:]

    def finish(self) -> None:
        """Count what is left."""
        self._count(self.rest)

    def _count(self, data: bytes) -> None:
        row, column = self._plainly(data) or self._thoroughly(data)
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self._check()

    def _plainly(self, data: bytes) -> tuple[int, int] | None:
        """The extent of XML as nearly all programs write it: every row and cell numbered, columns to Z."""
        rows = PLAIN_ROW.findall(data)
        cells = data.count(b"<c r=")
        numbered = data.count(b"<row") == len(rows) and cells == data.count(b"<c ") and b"<c>" not in data
        if not numbered or cells + len(rows) != data.count(b" r=") or b":c" in data or WIDE_CELL.search(data):
            return None
        row = max(map(int, rows), default=0)
        return (row, 26 if cells else 0) if row <= settings.IMPORT_MAX_ROWS else None

    def _thoroughly(self, data: bytes) -> tuple[int, int]:
        rows = ROW.findall(data)
        names = CELL_COLUMN.findall(data)
        row = max(map(int, rows), default=0)
        column = max((column_number(name) for name in set(names)), default=0)
        if row > settings.IMPORT_MAX_ROWS or column > settings.IMPORT_MAX_COLUMNS:
            row, column = self._filled(data)
        if len(CELL.findall(data)) > len(names):
            column = max(column, max(len(CELL.findall(part)) for part in ROW_END.split(data)))
            row = max(row, self.rows + len(ROW_END.findall(data)))
        return row, column

    def _filled(self, data: bytes) -> tuple[int, int]:
        cells = FILLED_CELL.findall(data)
        return max((int(r) for _, r in cells), default=0), max(
            (column_number(c) for c, _ in cells), default=0
        )

    def _check(self) -> None:
        if self.rows > settings.IMPORT_MAX_ROWS:
            raise too_many_rows()
        if self.columns > settings.IMPORT_MAX_COLUMNS:
            raise too_many_columns()
        if self.rows * self.columns > settings.IMPORT_MAX_CELLS:
            raise FileRefused(
                f"表格有 {self.rows:,} 行、{self.columns} 列，超过可处理的大小，请拆成几个文件分别导入。"
            )


def column_number(name: bytes | str) -> int:
    """A is 1, Z is 26, AA is 27."""
    text = name.decode() if isinstance(name, bytes) else name
    number = 0
    for char in text.upper():
        number = number * 26 + ord(char) - 64
    return number


def _last_row_end(data: bytes) -> int | None:
    end = max(data.rfind(b"</row>"), data.rfind(b":row>"))
    return data.index(b">", end) + 1 if end >= 0 else None


def _recognise_archive(path: Path) -> Kind:
    with _archive(path) as archive:
        parts = archive.infolist()
        _check_directory(parts, path.stat().st_size)
        names = {part.filename.lower() for part in parts}
        if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in names):
            raise FileRefused("文件里有宏，为安全起见不能导入，请另存为不含宏的 xlsx 再上传。")
        if "xl/workbook.xml" in names:
            return Kind.XLSX
        if "xl/workbook.bin" in names:
            raise FileRefused(f"这是 xlsb 格式，暂不支持。{SAVE_AS}")
        if "content.xml" in names and "mimetype" in names:
            return _recognise_open_document(archive)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise FileRefused("这是 Word 或 PPT 文件，不是表格，请上传 xlsx、xls、ods 或 csv。")
    raise FileRefused("这是压缩包，不是表格，请解压后上传其中的表格。")


def _recognise_open_document(archive: zipfile.ZipFile) -> Kind:
    kind = _beginning(archive, "mimetype")
    if b"encryption-data" in _beginning(archive, "META-INF/manifest.xml"):
        raise encrypted()
    if not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise FileRefused("这不是表格文件，请上传 xlsx、xls、ods 或 csv。")
    return Kind.ODS


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    try:
        with archive.open(name) as part:
            return part.read(BLOCK)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise broken() from error


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise broken() from error


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise encrypted()
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unfolded > settings.IMPORT_MAX_UNFOLDED:
        raise _too_big()
    if unfolded > 10 * BLOCK and unfolded > size * settings.IMPORT_MAX_RATIO:
        raise _too_big()


def _too_big() -> FileRefused:
    return FileRefused(
        "文件解压后大得不正常，为安全起见不能导入。请把表格内容复制到一个新的 xlsx 文件再上传。"
    )


def _unfolded(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one part in blocks, unfolded by ourselves: `zipfile` stops at the size the directory states."""
    file.seek(part.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or not header.startswith(ZIP):
        raise broken()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = part.compress_size
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused(f"文件的压缩方式不常见，读不了。{SAVE_AS}")
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        block = file.read(min(left, BLOCK))
        if not block:
            raise broken()
        left -= len(block)
        if inflate is None:
            yield block
        else:
            yield from _inflated(inflate, block)


def _inflated(inflate: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    try:
        while block:
            yield inflate.decompress(block, BLOCK)
            block = inflate.unconsumed_tail
    except zlib.error as error:
        raise broken() from error


def _recognise_compound(path: Path) -> Kind:
    """An OLE file is told by the names of its streams, kept as UTF-16 in its directory."""
    content = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise encrypted()
    if holds("_VBA_PROJECT"):
        raise FileRefused("文件里有宏，为安全起见不能导入，请另存为不含宏的 xlsx 再上传。")
    if holds("Workbook") or holds("Book"):
        return Kind.XLS
    raise FileRefused("这不是表格文件，请上传 xlsx、xls、ods 或 csv。")


def _recognise_text(head: bytes) -> Kind:
    for start, what in FOREIGN:
        if head.startswith(start):
            raise FileRefused(f"这是{what}，不是表格，请上传 xlsx、xls、ods 或 csv。")
    if head.startswith(OLD_BIFF):
        raise FileRefused(f"这是很旧的 Excel 格式。{SAVE_AS}")
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise FileRefused(f"这个文件其实是网页，只是改了扩展名。{SAVE_AS}")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and CONTROL.search(head):
        raise FileRefused("认不出这个文件的格式，请上传 xlsx、xls、ods 或 csv。")
    return Kind.CSV
