"""The bulletin as DOCX in the layout of GB/T 9704-2012.

A4; margins 37 mm top, 28 mm left, 35 mm bottom, 26 mm right (type area 156 × 225 mm, 22 lines of 28
characters); line pitch fixed at 28.95 pt; title 2号 (22 pt), body and headings 3号 (16 pt); page number
`— 1 —` in 4号 (14 pt), right on odd pages and left on even ones. The standard's typefaces are named with
free ones behind them (`altName`), because they are not free themselves.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from portal.bulletin.build import Bulletin, plain

TITLE, HEADING, BODY, FOLIO = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
FALLBACK = {
    TITLE: "Noto Serif CJK SC",
    HEADING: "Noto Sans CJK SC",
    BODY: "FangSong",
    FOLIO: "Noto Serif CJK SC",
}
TITLE_SIZE, SIZE, FOLIO_SIZE, TABLE_SIZE = 22, 16, 14, 12
LINE = Pt(28.95)
TABLE_LINE = Pt(20)
CHARACTERS = 28
TYPE_WIDTH = Mm(156)
COLUMNS = (("数", Mm(32)), ("记录", Mm(46)), ("来源文件", Mm(44)), ("版次", Mm(14)), ("说明", Mm(20)))
RIGHT, LEFT, CENTER = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


def docx(bulletin: Bulletin, *, on: date) -> bytes:
    """The bulletin as the bytes of a DOCX file, dated `on`."""
    document = Document()
    _describe(document, bulletin)
    _page(document)
    _fonts(document)
    _line(document, bulletin.title, TITLE, TITLE_SIZE, CENTER)
    _line(document, "")
    for section in bulletin.sections:
        _heading(_line(document, section.title, HEADING, indent=True))
        for text in section.paragraphs:
            _line(document, plain(text), indent=True)
    _line(document, "")
    _line(document, "附件：数据来源", indent=True)
    _line(document, "")
    _signature(document, bulletin.issuer, f"{on.year}年{on.month}月{on.day}日")
    _sources(document, bulletin)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, bulletin: Bulletin) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = bulletin.title, bulletin.issuer, ""
    about.last_modified_by, about.language = bulletin.issuer, "zh-CN"
    about.created = about.modified = timezone.now()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The dash of the page number stands 7 mm below the type area: half a line above 25 mm.
    section.footer_distance = Mm(25)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _folio(section.footer.paragraphs[0], RIGHT)
    _folio(section.even_page_footer.paragraphs[0], LEFT)


def _grid(section: Any) -> None:
    """22 lines of 28 characters: 3号 is a little wider than 156 mm ÷ 28, so each character gives way."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    pitch = round(LINE.pt * 20)
    closer = round((TYPE_WIDTH.pt / CHARACTERS - SIZE) * 4096)
    section._sectPr.append(parse_xml(
        f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{pitch}" w:charSpace="{closer}"/>'
    ))  # fmt: skip


def _folio(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """`— 1 —`, one character in from the outer edge."""
    paragraph.alignment = alignment
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.space_before, layout.space_after = WD_LINE_SPACING.SINGLE, Pt(0), Pt(0)
    if alignment == RIGHT:
        layout.right_indent = Pt(FOLIO_SIZE)
    else:
        layout.left_indent = Pt(FOLIO_SIZE)
    _run(paragraph, "— ", FOLIO, FOLIO_SIZE)
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>')
    paragraph._p.append(field)
    field.append(_run(paragraph, "1", FOLIO, FOLIO_SIZE)._r)
    _run(paragraph, " —", FOLIO, FOLIO_SIZE)


def _fonts(document: Any) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{free}"/><w:charset w:val="86"/></w:font>'
        for name, free in FALLBACK.items()
    )
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    part._blob = f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _line(document: Any, text: str, font: str = BODY, size: int = SIZE,
          alignment: WD_ALIGN_PARAGRAPH | None = None, *, indent: bool = False) -> Paragraph:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _tighten(paragraph, LINE)
    if indent:
        _indent(paragraph, size)
    _run(paragraph, text, font, size)
    return paragraph


def _tighten(paragraph: Paragraph, pitch: Pt) -> None:
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    layout.space_before = layout.space_after = Pt(0)


def _indent(paragraph: Paragraph, size: int) -> None:
    """Two characters, said in characters too, so that it follows the font."""
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    paragraph._p.get_or_add_pPr().find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _heading(paragraph: Paragraph) -> None:
    """Shown in the outline of the document, and never alone at the foot of a page."""
    paragraph.paragraph_format.keep_with_next = True
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> Any:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    fonts: Any = run._r.get_or_add_rPr().rFonts
    fonts.set(qn("w:eastAsia"), font)
    return run


def _signature(document: Any, issuer: str, day: str) -> None:
    """Without a seal (GB/T 9704-2012, 7.3.5.2): the date begins two characters after the office's name.

    The longer of the two stands two characters from the right edge.
    """
    name_width, day_width = _width(issuer), _width(day)
    after_day = max(2, name_width - day_width)
    after_name = after_day + day_width + 2 - name_width
    for text, characters in ((issuer, after_name), (day, after_day)):
        _line(document, text, alignment=RIGHT).paragraph_format.right_indent = Pt(characters * SIZE)


def _width(text: str) -> float:
    """In characters; digits and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _sources(document: Any, bulletin: Bulletin) -> None:
    """The attachment on its own page: where each figure comes from."""
    _line(document, "附件", HEADING).paragraph_format.page_break_before = True
    _line(document, "")
    _line(document, "数据来源", TITLE, TITLE_SIZE, CENTER)
    _line(document, "")
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    _row(table.rows[0], *(name for name, _ in COLUMNS), font=HEADING)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cited in bulletin.sources:
        source = cited.source
        _row(table.add_row(), cited.texts, source.record, source.document or "—",
             source.revision_label or "—", cited.remark or "—")  # fmt: skip


def _row(row: Any, *texts: str, font: str = BODY) -> None:
    for cell, text, (_, width) in zip(row.cells, texts, COLUMNS, strict=True):
        cell.width = width
        _tighten(cell.paragraphs[0], TABLE_LINE)
        _run(cell.paragraphs[0], text, font, TABLE_SIZE)
