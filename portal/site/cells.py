"""How a value becomes a cell of a page. Each cell is formatted once, in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.figures.exact import half_up, plain
from portal.records.columns import Column
from portal.site.icons import icon
from portal.site.states import badges_of

MISSING = "—"
SOON = 3
CSS = {
    "integer": "num", "decimal": "num", "date": "nowrap", "due": "nowrap", "moment": "nowrap",
}  # fmt: skip
ILLUSTRATIVE = SafeString('<span class="badge">示例</span>')

Format = Callable[[Any], str]


def css_of(column: Column) -> str:
    """The classes of a column's cells; a mark like 示例 needs no heading beside it on phones."""
    return "mark" if column.path == "is_illustrative" else CSS.get(column.kind, "")


def cell_of(column: Column) -> Format:
    """The function that makes a cell of a column's value."""
    if column.declared.show is not None:
        show = column.declared.show
        return _unless_missing(lambda value: escape(str(show(value))))
    return format_of(column.kind, field=column.field, places=column.places)


def format_of(kind: str, *, field: Any = None, places: int | None = None) -> Format:
    """The function that writes values of a kind; `field` knows the words of its choices."""
    if kind == "state":
        return _words(badges_of(field))
    if kind == "choice":
        return _words({value: SafeString(escape(str(label))) for value, label in field.flatchoices})
    if kind == "boolean":
        return _illustrative if getattr(field, "name", "") == "is_illustrative" else _yes_no
    if kind in ("integer", "decimal"):
        return _unless_missing(_number(places))
    if kind == "json":
        return _listed
    return _unless_missing({"date": _day, "due": _day, "moment": moment}.get(kind, _text))


def due_cell(day: date | None, today: date, *, is_open: bool = True) -> str:
    """A due date: past ones say by how many days, near ones how many are left; not by colour alone."""
    if day is None:
        return MISSING
    left = (day - today).days
    if not is_open or left > SOON:
        return day.isoformat()
    if left < 0:
        return format_html(
            '<span class="overdue">{}{} 逾期{}天</span>',
            icon("exclamation-triangle"),
            _day(day),
            -left,
        )
    word = "今天到期" if left == 0 else f"还有{left}天"
    return format_html('<span class="due-soon">{}{} {}</span>', icon("clock"), _day(day), word)


def moment(value: datetime) -> str:
    """A moment in the office's time zone, to the minute."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


def _day(value: date) -> str:
    return value.isoformat()[:10]


def _text(value: Any) -> str:
    return escape(str(value))


def _listed(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return SafeString(escape(text)) if value else MISSING


def _yes_no(value: bool | None) -> str:
    return MISSING if value is None else "是" if value else "否"


def _illustrative(value: bool | None) -> str:
    return ILLUSTRATIVE if value else MISSING


def _number(places: int | None) -> Format:
    if places is None:
        return lambda value: (
            plain(value.normalize() if value else Decimal(0)) if isinstance(value, Decimal) else str(value)
        )
    return lambda value: plain(half_up(Decimal(value), places))


def _words(words: Mapping[Any, str]) -> Format:
    unknown = _unless_missing(_text)
    return lambda value: words[value] if value in words else unknown(value)


def _unless_missing(form: Format) -> Format:
    return lambda value: MISSING if value is None or value == "" else SafeString(form(value))
