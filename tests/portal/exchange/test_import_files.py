"""What is opened and what is refused, by content and never by name."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from portal.exchange.intake.files import FileRefused, Kind, recognise
from portal.exchange.intake.reading import decode, read_sheets, shown_number, sniff
from tests.portal.exchange.workbooks import (
    DATE,
    FORMS,
    PERCENT,
    TWO_PLACES,
    Styled,
    ods,
    sheet_xml,
    xlsx,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SPREADSHEET_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def saved(tmp_path):
    def save(content: bytes, name: str = "表.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return save


def rows_of(path: Path) -> list[list]:
    return read_sheets(path)[0].rows


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.jpg", "没有扩展名"])
def test_content_decides_not_the_name(saved, name):
    assert recognise(saved(xlsx([["文号"]]), name)) == Kind.XLSX


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "图片"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "图片"),
        (b"%PDF-1.7\n", "PDF"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"MZ\x90\0", "程序"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "网页"),
        (b"<?xml version='1.0'?><Workbook/>", "网页"),
        (b"a,b\n1,\x00\x01\x02", "认不出"),
        (b"\x09\x08\x10\0\0\x06", "很旧"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + "Workbook".encode("utf-16-le") + "_VBA_PROJECT_CUR".encode("utf-16-le"), "宏"),
        (OLE + "WordDocument".encode("utf-16-le"), "不是表格"),
        (zipped({"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": b"x"}), "宏"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"word/document.xml": "<a/>"}), "Word"),
        (zipped({"表.xlsx": b"x"}), "压缩包"),
        (
            zipped({"mimetype": SPREADSHEET_TYPE, "content.xml": "<a/>", "Basic/Standard/Module1.xml": "x"}),
            "宏",
        ),
        (
            zipped(
                {
                    "mimetype": SPREADSHEET_TYPE,
                    "content.xml": "x",
                    "META-INF/manifest.xml": "<encryption-data/>",
                }
            ),
            "密码",
        ),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "不是表格"),
    ],
)
def test_refuses_with_a_sentence(saved, content, word):
    with pytest.raises(FileRefused, match=word):
        recognise(saved(content))


def test_refuses_a_truncated_workbook(saved):
    whole = xlsx([["文号", "标题"], ["1", "2"]])
    with pytest.raises(FileRefused, match="不完整"):
        read_sheets(saved(whole[: len(whole) // 2]))


def test_refuses_an_archive_whose_content_is_damaged(saved):
    whole = bytearray(xlsx([["文号", "标题"], ["1", "2"]]))
    whole[200:260] = os.urandom(60)
    with pytest.raises(FileRefused):
        read_sheets(saved(bytes(whole)))


def test_refuses_an_encrypted_archive(saved):
    whole = bytearray(xlsx([["文号"]]))
    place = whole.find(b"PK\x01\x02")
    whole[place + 8] |= 1
    with pytest.raises(FileRefused, match="密码"):
        recognise(saved(bytes(whole)))


def test_refuses_a_bomb_by_its_directory(saved, settings):
    settings.IMPORT_MAX_UNFOLDED = 1 << 20
    with pytest.raises(FileRefused, match="解压后"):
        recognise(saved(xlsx([["文号"]], extra={"xl/media/a.xml": b"0" * (2 << 20)})))


def test_refuses_a_bomb_by_its_ratio(saved):
    with pytest.raises(FileRefused, match="解压后"):
        recognise(saved(xlsx([["文号"]], extra={"xl/media/a.xml": b"0" * (30 << 20)})))


def test_refuses_a_bomb_whose_directory_lies(saved, settings):
    """The directory says 100 bytes; what unfolds is 8 MB."""
    settings.IMPORT_MAX_UNFOLDED = 4 << 20
    whole = bytearray(xlsx([["文号"]], extra={"xl/lying.xml": zlib.compress(b"") and b"0" * (8 << 20)}))
    place = whole.rfind(b"xl/lying.xml") - 46
    assert whole[place : place + 4] == b"PK\x01\x02"
    whole[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path = saved(bytes(whole))
    assert recognise(path) == Kind.XLSX
    with pytest.raises(FileRefused, match="解压后"):
        read_sheets(path)


def test_stops_at_the_row_limit_whatever_the_dimension_says(saved, settings):
    settings.IMPORT_MAX_ROWS = 100
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 300))
    content = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1:A2"/><sheetData>')
    with pytest.raises(FileRefused, match="超过 100 行"):
        read_sheets(saved(xlsx([["x"]], extra={"xl/worksheets/sheet1.xml": content.encode()})))


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ('<row r="10000000"><c r="A10000000"><v>1</v></c></row>', "行"),
        ('<row r="5"><c r="XFD5"><v>1</v></c></row>', "列"),
        ("<row r='5'><c r='XFD5'><v>1</v></c></row>", "列"),
        ('<row r="2">' + "<c><v>1</v></c>" * 300 + "</row>", "列"),
    ],
)
def test_refuses_a_far_away_cell(saved, cell, word):
    content = sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row>{cell}')
    with pytest.raises(FileRefused, match=word):
        read_sheets(saved(xlsx([["x"]], extra={"xl/worksheets/sheet1.xml": content.encode()})))


def test_styled_empty_cells_to_the_last_row_do_no_harm(saved):
    content = sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    )
    assert rows_of(saved(xlsx([["x"]], extra={"xl/worksheets/sheet1.xml": content.encode()}))) == [[1.0]]


def test_refuses_a_sheet_of_too_many_cells(saved, settings):
    settings.IMPORT_MAX_CELLS = 50
    with pytest.raises(FileRefused, match="超过可处理的大小"):
        read_sheets(saved(xlsx([[1] * 10 for _ in range(10)])))


def test_refuses_an_ods_that_repeats_a_value_a_billion_times(saved, settings):
    settings.IMPORT_READER_MEMORY = 300 << 20
    whole = ods([["文号"], ["1"]])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        content = archive.read("content.xml").decode()
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row></table:table>'
    content = content.replace("</table:table>", row)
    with pytest.raises(FileRefused):
        read_sheets(saved(zipped({"mimetype": SPREADSHEET_TYPE, "content.xml": content}), "表.ods"))


def test_refuses_an_empty_sheet(saved):
    with pytest.raises(FileRefused, match="没有内容"):
        read_sheets(saved(xlsx([])))


def test_keeps_row_numbers_of_the_spreadsheet(saved):
    assert rows_of(saved(xlsx([[None], [None, "二"], [None], ["四"]]))) == [
        ["", ""],
        ["", "二"],
        ["", ""],
        ["四", ""],
    ]


def test_reads_hidden_rows(saved):
    assert rows_of(saved(xlsx([["一"], ["二"]], hidden_rows=[2]))) == [["一"], ["二"]]


def test_numbers_come_as_the_eye_sees_them(saved):
    cells = [
        Styled(0.3423, PERCENT),
        Styled(0.3, TWO_PLACES),
        Styled(0.12345, TWO_PLACES),
        Styled(43198, DATE),
        12,
    ]
    row = rows_of(saved(xlsx([cells])))[0]
    assert [*row[:3], row[3].isoformat()[:10], row[4]] == ["34.23%", "0.30", "0.12345", "2018-04-08", 12.0]


def test_shown_number_drops_the_noise_of_floats():
    assert shown_number(0.07 * 3, 0, percent=True) == "21%"


def test_reads_ods(saved):
    assert rows_of(saved(ods([["文号", "页数"], ["样1号", 3]]), "表.ods")) == [
        ["文号", "页数"],
        ["样1号", 3.0],
    ]


def test_reads_xls():
    rows = rows_of(FORMS.parent / "imports" / "来文登记.xls")
    assert rows[2] == ["文号", "标题", "成文日期", "页数"]
    assert rows[3][2].isoformat() == "2018-04-08T00:00:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_reads_csv_in_any_encoding(saved, encoding):
    text = "文号,标题\n样1号,朱寨社区\n"
    assert rows_of(saved(text.encode(encoding), "表.csv")) == [["文号", "标题"], ["样1号", "朱寨社区"]]


def test_decodes_a_character_gbk_lacks():
    assert decode(bytes.fromhex("d5d4fe9f")) == "赵䶮"


def test_refuses_bytes_of_no_encoding():
    with pytest.raises(FileRefused, match="编码"):
        decode(b"\xff\xff\xff\x81")


@pytest.mark.parametrize(
    ("text", "delimiter"), [("a,b\n1,2", ","), ("a\tb\n1,5\t2", "\t"), ("a;b\n1,5;2", ";"), ("a", ",")]
)
def test_sniffs_the_delimiter(text, delimiter):
    assert sniff(text) == delimiter


def test_a_quoted_line_break_stays_in_its_cell(saved):
    assert rows_of(saved('文号,标题\n1,"上\n下"\n'.encode(), "表.csv"))[1] == ["1", "上\n下"]
