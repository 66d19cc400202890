"""The blank form of an import: title, unit, headers, an example row and how to fill it in, from its declaration."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from rustpy_xlsxwriter import Format, write_worksheets

from portal.exchange.intake.declare import Import, ImportField
from portal.exchange.intake.kinds import Code, Number
from portal.figures.periods import Period

SHEET, NOTES = "填报表", "填写说明"
HEADER_ROW = 2
SAMPLE_MARK = "示例："


def template_of(declared: Import, *, period: Period) -> bytes:
    """An XLSX form that imports as it is; the row marked 示例 is never taken for a record."""
    buffer = BytesIO()
    labels = [field.label for field in declared.fields]
    last = max(len(labels) - 1, 1)
    bold = Format().set_bold().set_font_size(14)
    above: list[tuple[Any, ...]] = [(0, 0, 0, last, title_of(declared, period), bold)]
    if declared.template_unit:
        above.append((1, last - 1, 1, last, f"单位：{declared.template_unit}", Format()))
    write_worksheets(
        [(SHEET, [_sample(declared)]), (NOTES, [_note(field) for field in declared.fields])], buffer,
        bold_headers=True, header_row={SHEET: HEADER_ROW}, merge_ranges={SHEET: above},
        column_widths={SHEET: {label: max(14, 2 * len(label) + 4) for label in labels},
                       NOTES: {"列名": 20, "要不要填": 10, "怎么填": 48, "也可以叫": 36}},
        column_formats={SHEET: {field.label: Format().set_num_format("@") for field in declared.fields
                                if isinstance(field.kind, Code)}},
    )  # fmt: skip
    return buffer.getvalue()


def title_of(declared: Import, period: Period) -> str:
    """The title above the form; `{period}` in it stands for the reporting period."""
    return (declared.template_title or declared.title).format(period=period)


def _sample(declared: Import) -> dict[str, Any]:
    row: dict[str, Any] = {field.label: _sample_cell(field) for field in declared.fields}
    first = declared.fields[0].label
    return {**row, first: f"{SAMPLE_MARK}{row[first] or '请删去这一行'}"}


def _sample_cell(field: ImportField) -> str | float:
    if isinstance(field.kind, Number) and field.sample and not field.sample.endswith("%"):
        return float(field.sample)
    return field.sample


def _note(field: ImportField) -> dict[str, str]:
    return {
        "列名": field.label, "要不要填": "必填" if field.required else "可不填",
        "怎么填": f"{field.help or field.kind.hint}{'；空格表示同上' if field.fill_down else ''}",
        "也可以叫": "、".join(field.aliases),
    }  # fmt: skip
