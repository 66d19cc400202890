"""A small import to try the mechanism with: the register of incoming documents."""

from __future__ import annotations

from decimal import Decimal

from portal.attachments.models import Document
from portal.exchange.intake.declare import Context, ImportField, Rows
from portal.exchange.intake.kinds import Code, Day, Number, Text, area_named
from portal.exchange.intake.records import RecordImport


class DocumentRegister(RecordImport):
    """Documents by number, as a community or the street registers them."""

    name = "tests.documents"
    title = "来文登记"
    permission = "attachments.view_document"
    model = Document
    business_key = ("number",)
    fields = (
        ImportField(
            "number", "文号", Code(), required=True, attribute="document_number", sample="样政〔2018〕9号"
        ),
        ImportField("title", "标题", Text(40), required=True, aliases=("文件名称",)),
        ImportField("day", "成文日期", Day(), attribute="dated_on"),
        ImportField("pages", "页数", Number(places=0, at_least=Decimal(0)), required=True, attribute="size"),
        ImportField("area", "所属社区", area_named(), fill_down=True),
        ImportField("quote", "摘录"),
    )

    def check(self, rows: Rows, context: Context) -> None:
        """A document is not from the future."""
        for index, day in enumerate(rows.column("day")):
            if day is not None and day.day > context.today:
                rows.ask(index, "day", "晚于今天", "请核对年份")


HEAD = ["文号", "标题", "成文日期", "页数"]


def table(*rows: list, head: list[str] | None = None) -> list[list]:
    """A title, the header and `rows`."""
    return [["来文登记表"], head or HEAD, *rows]


def line(number: int, **changes: object) -> list:
    """One good row."""
    row = {
        "number": f"样政〔2018〕{number}号",
        "title": f"第{number}号通知",
        "day": "2018-04-08",
        "pages": 3,
        **changes,
    }
    return list(row.values())
