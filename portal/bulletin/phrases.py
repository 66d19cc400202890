"""The turns of phrase that the paragraphs share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from portal.attachments.models import Document
from portal.bulletin.declare import Scope, Source, Text
from portal.figures.exact import plain
from portal.figures.periods import PeriodType

ILLUSTRATIVE = "示例数据，非官方公布"
YI = Decimal(10_000)


def opening(scope: Scope) -> str:
    """“2017年，某街道” or “截至2018年3月底，某街道”."""
    period = scope.period
    when = str(period) if period.type == PeriodType.YEAR else f"截至{period.year}年{period.end_month}月底"
    return f"{when}，{scope.area.name}"


def listed(statements: Sequence[Text]) -> Text:
    """The statements one after the other, with ； between them."""
    text: Text = []
    for number, statement in enumerate(statements):
        text += ["；", *statement] if number else statement
    return text


class HasPage(Protocol):
    """A record with a page of its own."""

    def get_absolute_url(self) -> str: ...


def source_of(
    record: HasPage, document: Document | None, revision: int | None, title: str, note: str
) -> Source:
    """The record a figure stands in, and the document behind it as far as the reader may see it."""
    return Source(
        record=title,
        url=record.get_absolute_url(),
        document=document.title if document else "",
        document_url=document.get_absolute_url() if document else "",
        revision=revision,
        note=note,
    )


def digits(printed: str, value: Decimal) -> str:
    """The digits without a sign: as printed where that was kept."""
    return printed.strip("+-−%") or plain(abs(value))


def money(wan: Decimal) -> str:
    """An amount in 亿元 from one 亿元 up, else in 万元, in as few digits as it takes."""
    value, unit = (wan / YI, "亿元") if abs(wan) >= YI else (wan, "万元")
    return f"{plain(value.normalize() if value else value)}{unit}"
