"""The controls a list offers to narrow itself: written once for each filter, choices read only for what is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.accounts.models import Area
from portal.records.filters import Asking, Filter
from portal.records.paths import names_of
from portal.records.tables import Table
from portal.scoping import view_permission

ALL = "全部"
INPUTS = {
    "date": {"type": "date"}, "moment": {"type": "date"}, "month": {"type": "month", "placeholder": "2018-03"},
    "integer": {"type": "text", "inputmode": "numeric"}, "decimal": {"type": "text", "inputmode": "decimal"},
}  # fmt: skip

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Control:
    """One control: its words, its name, its markup, and what was refused in it."""

    name: str
    label: str
    markup: SafeString
    error: str = ""


def controls_of(table: type[Table], asking: Asking, user: Any) -> list[Control]:
    """The controls of what `table` offers, filled with what was asked."""
    conditions = table.conditions()
    errors = {error["field"]: f"{error['message']}，{error['cure']}。" for error in asking.errors}
    found = []
    for name in table.narrowed_by:
        one = conditions[name]
        given = [text for text in asking.given.get(name, ()) if text]
        choices = _choices(table, one, asking, user)
        markup = _select(one, choices, given) if choices is not None else _input(one, given)
        found.append(Control(name, one.label, markup, errors.get(name, "")))
    return found


def _choices(table: type[Table], one: Filter, asking: Asking, user: Any) -> Choices | None:
    """What there is to choose from; None where something is typed."""
    if one.name in table.choices_of:
        return table.choices_of[one.name](asking)
    if one.kind == "area":
        return areas_offered(user, view_permission(table.model))
    if one.name in table.picked_from:
        rows = table.picked_from[one.name](user)
        return [(str(key), words) for key, words in rows.values_list("pk", names_of(rows.model)[0])]
    offered: Any = next((asked.choices for asked in table.asked if asked.name == one.name), ())
    if callable(offered):
        return list(offered(user))
    return list(one.choices) if one.choices else None


def areas_offered(user: Any, permission: str) -> Choices:
    """The areas where the user holds the permission, set in by their depth: one query."""
    below = user.reach(permission).below
    rows = Area.objects.filter(pk__in=below).exclude(kind="grid").values_list("pk", "name", "depth")
    top = min((depth for *_, depth in rows), default=0)
    return [(str(pk), "　" * (depth - top) + name) for pk, name, depth in rows]


def _select(one: Filter, choices: Choices, given: list[str]) -> SafeString:
    """A choice; several chosen ones stand together as one more entry, so that they stay chosen."""
    several = _several(choices, given) if len(given) > 1 else []
    name = f"{one.name}__in" if several else one.name
    options = [("", ALL), *several, *choices]
    chosen = ",".join(given) if several else given[0] if given else ""
    return format_html(
        '<select id="id_{}" name="{}">{}</select>', one.name, name,
        format_html_join("", '<option value="{}"{}>{}</option>', _options(options, chosen)),
    )  # fmt: skip


def _several(choices: Choices, given: Iterable[str]) -> Choices:
    words = dict(choices)
    return [(",".join(given), "、".join(words.get(text, text).strip() for text in given))]


def _options(options: Choices, chosen: str) -> Iterable[tuple[str, SafeString, str]]:
    mark = SafeString(" selected")
    return ((value, mark if value == chosen else SafeString(""), label) for value, label in options)


def _input(one: Filter, given: list[str]) -> SafeString:
    attributes = INPUTS.get(one.kind, {"type": "text", "maxlength": "120"})
    return format_html(
        '<input id="id_{}" name="{}" value="{}"{}>', one.name, one.name, given[0] if given else "",
        format_html_join("", ' {}="{}"', attributes.items()),
    )  # fmt: skip
