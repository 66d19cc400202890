"""The DOCX in the layout of GB/T 9704-2012."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

import pytest
from django.db import connection
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

pytestmark = pytest.mark.django_db
URL = "/desk/bulletin/2018-03.docx"
TITLE = "工业路街道2018年1—3月工作情况简报"


@pytest.fixture
def answer(reader):
    return reader("street_leader").get(URL)


@pytest.fixture
def document(answer):
    return Document(BytesIO(b"".join(answer.streaming_content)))


def body(document):
    return next(one for one in document.paragraphs if one.text.startswith("截至"))


def faces(paragraph) -> set[tuple]:
    return {
        (run.font.name, run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt) for run in paragraph.runs
    }


def test_it_is_named_in_chinese(answer):
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(TITLE)}.docx"


def test_the_margins_leave_156_by_225_millimetres(document):
    section = document.sections[0]
    sides = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 28, 35, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_every_line_is_28_95_points(document):
    pitches = {
        (one.paragraph_format.line_spacing_rule, one.paragraph_format.line_spacing.pt)
        for one in document.paragraphs
    }
    assert pitches == {(WD_LINE_SPACING.EXACTLY, 28.95)}


def test_typefaces_and_sizes(document):
    title, heading = document.paragraphs[0], document.paragraphs[2]
    assert (title.text, faces(title)) == (TITLE, {("方正小标宋简体", "方正小标宋简体", 22.0)})
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert (heading.text, faces(heading)) == ("一、经济运行", {("黑体", "黑体", 16.0)})
    assert faces(body(document)) == {("仿宋_GB2312", "仿宋_GB2312", 16.0)}


def test_each_typeface_has_a_free_one_behind_it(document):
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong"/>' in fonts
    assert fonts.count("<w:altName") == 4


def test_the_body_begins_two_characters_in(document):
    indent = body(document)._p.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), body(document).paragraph_format.first_line_indent.pt) == (
        "200",
        32.0,
    )


def test_the_date_begins_two_characters_after_the_name(document):
    name, day = (one for one in document.paragraphs if one.alignment == WD_ALIGN_PARAGRAPH.RIGHT)
    assert name.text == "上街区工业路街道办事处"
    wide = sum(8 if character.isascii() else 16 for character in day.text)
    begins = 11 * 16 + name.paragraph_format.right_indent.pt - wide - day.paragraph_format.right_indent.pt
    assert begins == 32


def test_page_numbers_stand_outside(document):
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    assert (odd.paragraph_format.right_indent.pt, even.paragraph_format.left_indent.pt) == (14.0, 14.0)
    assert [one.get(qn("w:instr")) for one in odd._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert faces(odd) == {("宋体", "宋体", 14.0)}


def test_it_states_the_figures_and_where_they_come_from(document):
    assert "财政收入累计完成0.3亿元，同比增长34.23%；" in body(document).text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["数", "记录", "来源文件", "版次", "说明"]
    assert rows[1] == [
        "0.3亿元、34.23%",
        "工业路街道2018年1—3月财政收入",
        "《立足实际突出特色 创新驱动转型发展》（报纸通讯）",
        "第 1 版",
        "—",
    ]
    assert [row[0] for row in rows[5:]] == ["8.3亿元", "1家", "3家"]


def test_the_download_is_on_the_trail(answer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, table_name, after->>'title' FROM audit_entry WHERE action = 'download'")
        assert cursor.fetchall() == [("street_leader", "综合简报", TITLE)]


def test_an_empty_period_makes_no_document(reader):
    assert reader("street_leader").get("/desk/bulletin/2016.docx").status_code == 404
