"""A table in the back office: its columns, and its filters by the names they have everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import Area
from portal.figures.exact import plain
from portal.records.columns import Column
from portal.records.filters import Asking, Filter
from portal.scoping import view_permission

EMPTY = "—"


def display_of(column: Column) -> Callable[[Any], Any]:
    """A list column of the back office that shows `column`; a missing link shows as a dash, never as an error."""
    words = dict(getattr(column.field, "flatchoices", ())) if column.kind in ("choice", "state") else {}
    is_flag = column.kind == "boolean"

    options: dict[str, Any] = {"boolean": True} if is_flag else {"empty_value": EMPTY}

    @admin.display(description=column.title, ordering=column.sorted_by or None, **options)
    def shown(record: Any) -> Any:
        for name in column.path.split("__"):
            record = getattr(record, name, None)
        return bool(record) if is_flag else _written(words.get(record, record))

    shown.path = column.path
    shown.__name__ = column.name
    return shown


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return plain(value.normalize() if value else Decimal(0))
    if value == "":
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


class TableFilter(admin.ListFilter):
    """One filter of a table with its choices; the table itself applies what is asked."""

    def __init__(self, one: Filter, choices: list[tuple[str, str]], asking: Asking) -> None:
        self.one, self.offered, self.title = one, choices, one.label
        self.asked = list(asking.given.get(one.name, ()))
        self.used_parameters = {one.name: self.asked} if self.asked else {}

    def has_output(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.offered)

    def expected_parameters(self) -> list[str | None]:
        """Its name."""
        return [self.one.name]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """As it is: the list applies all questions together."""
        return queryset

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Everything, and each choice."""
        name = self.one.name
        yield {
            "selected": not self.asked,
            "query_string": changelist.get_query_string(remove=[name]),
            "display": "全部",
        }
        for value, words in self.offered:
            query = changelist.get_query_string({name: value}, remove=[name])
            yield {"selected": value in self.asked, "query_string": query, "display": words}


def filters_offered(table: Any, asking: Asking, user: Any) -> list[TableFilter]:
    """The filters a list of the back office shows: those with few choices, the user's areas first."""
    found = []
    for name in table.narrowed_by:
        one = table.conditions()[name]
        choices = _areas(user, table) if one.kind == "area" else _choices(table, one, user)
        if choices:
            found.append(TableFilter(one, choices, asking))
    return found


def _choices(table: Any, one: Filter, user: Any) -> list[tuple[str, str]]:
    offered: Any = next((asked.choices for asked in table.asked if asked.name == one.name), ())
    return list(offered(user)) if callable(offered) else list(one.choices)


def _areas(user: Any, table: Any) -> list[tuple[str, str]]:
    below = user.reach(view_permission(table.model)).below
    rows = Area.objects.filter(pk__in=below).exclude(kind="grid").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]
