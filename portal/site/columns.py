"""Columns of a list: what is read, and how a value becomes a cell. Each cell is formatted once, in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.figures.exact import half_up, plain
from portal.site.icons import icon
from portal.site.states import badges_of

MISSING = "—"
SOON = 3

Format = Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """One column: its heading, the path it is read from (or an `expression`), and the kind of its values.

    `kind` is text, number, quantity, date, moment, due, state or choice. Numbers and quantities stand right
    with tabular digits, their `unit` in the heading; `places` rounds half up, without it the digits stand as
    stored. `due` is a date that is told apart when it is near or past, in rows whose state is still open.
    `show` formats the value itself. `sort` lets the heading order the list.
    """

    label: str
    path: str
    kind: str = "text"
    unit: str = ""
    places: int | None = None
    sort: bool = False
    show: Callable[[Any], str] | None = None
    expression: Any = None

    @property
    def css(self) -> str:
        """The classes of its cells."""
        return {
            "number": "num",
            "quantity": "num",
            "date": "nowrap",
            "due": "nowrap",
            "moment": "nowrap",
        }.get(self.kind, "")

    def formatter(self, model: type[models.Model]) -> Format:
        """The function that makes a cell of a value."""
        if self.show is not None:
            show = self.show
            return _unless_missing(lambda value: escape(str(show(value))))
        if self.kind == "state":
            return _words(badges_of(field_at(model, self.path)))
        if self.kind == "choice":
            choices = field_at(model, self.path).flatchoices
            return _words({value: SafeString(escape(str(label))) for value, label in choices})
        if self.kind in ("number", "quantity"):
            return _unless_missing(_number(self.places))
        return _unless_missing({"date": _day, "due": _day, "moment": moment}.get(self.kind, _text))


def field_at(model: Any, path: str) -> Any:
    """The field a path leads to."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last)


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
