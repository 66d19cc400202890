"""The classification of industries as a table: how an office loads the complete standard."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from governance.industries.actions import IndustryLine, load_industries
from governance.industries.models import EDITION, IndustryCode
from portal.accounts.models import User
from portal.attachments.models import Document
from portal.exchange.intake.declare import Context, Import, ImportField, Rows
from portal.exchange.intake.kinds import Code, Day, Fault, PartialDate, Text
from portal.identifiers import compact

LINE = re.compile(r"[A-T]?([0-9]{2,4})|([A-T])")


def industry_line(text: str) -> str:
    """J, 68, 682 or 6820; J6820 loses its letter. Refuses one digit: a spreadsheet has dropped the leading 0."""
    match = LINE.fullmatch(compact(text))
    if match is None:
        raise Fault("不是行业代码", "请填一个字母或两到四位数字；以 0 开头的请把单元格设为文本格式")
    return match[1] or match[2]


def section_letter(text: str) -> str:
    """The letter of a section."""
    letter = compact(text)[:1]
    if not re.fullmatch("[A-T]", letter):
        raise Fault("不是门类", "请填 A—T 中的一个字母")
    return letter


class IndustryTable(Import):
    """国民经济行业分类: one line of the standard a row."""

    name = "governance.industries"
    title = "国民经济行业分类"
    description = (
        "一行一个代码：门类、代码、名称。可以只载入一部分，表中没有的代码保持不变；要停用的代码填停用日期。"
    )
    permission = "governance.add_industrycode"
    template_title = EDITION
    business_key = ("code",)
    fields: ClassVar[tuple[ImportField, ...]] = (
        ImportField("section", "门类", Code(check=section_letter), required=True, aliases=("门类代码",), fill_down=True,
                    sample="J"),
        ImportField("code", "代码", Code(check=industry_line), required=True, aliases=("行业代码", "类别代码"), sample="6820"),
        ImportField("name", "名称", Text(80), required=True, aliases=("类别名称", "行业名称"), sample="财产保险"),
        ImportField("valid_from", "启用日期", Day(), aliases=("实施日期",)),
        ImportField("valid_to", "停用日期", Day(), aliases=("废止日期",)),
    )  # fmt: skip

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """The lines in force of this edition."""
        names = ("section", "name", "valid_from", "valid_to")
        known = IndustryCode.objects.filter(edition=EDITION, valid_to__isnull=True)
        return {
            (line["code"],): {
                "id": line["id"],
                **{name: line[name] for name in names if name in rows.columns},
            }
            for line in known.values("id", "code", *names)
        }

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Load the lines."""
        loaded = load_industries([_line(row, number) for row, number in zip(rows, rows.numbers, strict=True)])
        return loaded.created + loaded.changed


def _line(row: dict[str, Any], number: int) -> IndustryLine:
    day = lambda value: value.day if isinstance(value, PartialDate) else None  # noqa: E731
    return IndustryLine(
        section=row["section"], code=row["code"], name=row["name"], row=number,
        valid_from=day(row.get("valid_from")), valid_to=day(row.get("valid_to")),
    )  # fmt: skip
