"""Sections of a record page: what belongs to a record, from its own room and from rooms above it.

A room says in its `sections.py` what it shows on the page of a record below it, so that a page grows without knowing
who builds upon it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.records.columns import Column
from portal.records.tables import Table
from portal.scoping import seen_by, view_permission
from portal.site.cells import css_of
from portal.site.lists import rows_of

SHOWN = 10


@dataclass(frozen=True)
class Section:
    """The rows of another table that belong to a record: `of` is the path from them to it.

    `columns` are the table's names to show (its page columns, but the record itself, unless given). `narrow` leaves
    some rows out. `offers` are the record's buttons beside the heading. `empty` stands in place of no rows; without
    it the section is left out. `opens` gives the address of a row up to its key, where it is not the table's.
    """

    table: type[Table]
    of_path: str
    title: str = ""
    columns: tuple[str, ...] = ()
    ordering: str = ""
    limit: int = SHOWN
    offers: tuple[Any, ...] = ()
    empty: str = ""
    order: int = 50
    narrow: Callable[[Any], Any] = lambda rows: rows
    opens: Callable[[Any, Any], str] | None = None
    before: ClassVar[bool] = False

    def of(self, record: models.Model, user: Any) -> dict[str, Any] | None:
        """The section on the page of `record`; None where it is not shown."""
        if not user.has_perm(view_permission(self.table.model)):
            return None
        rows, columns = self._rows(record, user), self._columns()
        address = self.opens(record, user) if self.opens else None
        offers = [offer.of(record) for offer in self.offers if offer.is_open(user, record)]
        if not (rows or self.empty or offers):
            return None
        return {
            "name": f"section-{self.table.model._meta.model_name}",
            "before": self.before,
            "markup": render_to_string("site/section.html", {
                "name": f"section-{self.table.model._meta.model_name}",
                "title": self.title or self.table.title, "offers": offers, "empty": self.empty,
                "headings": [{"column": column, "css": css_of(column)} for column in columns],
                "rows": rows_of(self.table, columns, rows[: self.limit], address=address),
                "all_url": self._all_url(record) if rows else "", "is_cut": len(rows) > self.limit,
            }),
        }  # fmt: skip

    def _columns(self) -> tuple[Column, ...]:
        known = self.table.all_columns()
        if self.columns:
            return tuple(known[name] for name in self.columns)
        return tuple(column for column in self.table.page_columns() if column.declared.path != self.of_path)

    def _rows(self, record: models.Model, user: Any) -> list[tuple]:
        columns, state = self._columns(), self.table.state_path()
        computed = {column.name: column.expression for column in columns if column.is_computed}
        paths = [
            *(column.path for column in columns),
            *([state] if self.table.open_states is not None else []),
            "pk",
        ]
        rows = self.narrow(seen_by(user, self.table.model).filter(**{self.of_path: record}))
        name = self.ordering or self.table.order
        order = (name, "-pk" if name.startswith("-") else "pk")
        return list(rows.annotate(**computed).order_by(*order).values_list(*paths)[: self.limit + 1])

    def _all_url(self, record: models.Model) -> str:
        reachable = self.table.listed_at and self.of_path in self.table.conditions()
        return self.table.link(**{self.of_path: record.pk}) if reachable else ""


@dataclass(frozen=True)
class Panel:
    """Something of a record that is no table: `context(record, user)` for a template, None where there is nothing."""

    template: str
    context: Callable[[Any, Any], dict[str, Any] | None]
    order: int = 50
    before: bool = False

    def of(self, record: models.Model, user: Any) -> dict[str, Any] | None:
        """The panel on the page of `record`; None where it is not shown."""
        context = self.context(record, user)
        if context is None:
            return None
        markup = render_to_string(self.template, {"record": record, **context})
        return {"name": self.template, "before": self.before, "markup": SafeString(markup)}


_sections: dict[str, list[Any]] = {}


def on_page_of(label: str, *sections: Section | Panel) -> None:
    """Show sections on the page of another room's record, named `app.Model`."""
    _sections.setdefault(label.lower(), []).extend(sections)


def sections_of(model: type[models.Model]) -> list[Any]:
    """What other rooms show on the page of such a record."""
    return _sections.get(model._meta.label_lower, [])
