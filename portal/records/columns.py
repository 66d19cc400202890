"""Columns: what is read of a record, and what it is called; every surface shows the same ones.

Words, units and kinds are the model field's own. `计划总投资（万元）` is a label with its unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from portal.figures.quantity import Unit
from portal.personal.fields import EncryptedField
from portal.records.paths import field_at, fields_on, names_of, stored
from portal.workflow.flows import flow_of

KINDS = (
    "text",
    "integer",
    "decimal",
    "date",
    "due",
    "moment",
    "choice",
    "state",
    "boolean",
    "personal",
    "json",
)
WITH_UNIT = re.compile(rf"(.+)（({'|'.join(re.escape(unit.value) for unit in Unit)})）")


@dataclass(frozen=True)
class Col:
    """A column as a table declares it; a plain name stands for `Col(name)`.

    `path` leads from the record (`project__code`); a relation shows the name of what it leads to, its id beside it
    for programs. `value` is an expression the database works out, or a function of the model that gives it. `label`, `unit` and
    `kind` differ from the field's own only for the reason `because` gives; an expression has none to differ from.
    `places` rounds half up; without it digits stand as stored. `show` writes a page's cell from the value.
    `heading` is a shorter label for a narrow list. `sort` lets lists and API order by it, or names the path they order
    by instead.
    """

    path: str = ""
    label: str = ""
    kind: str = ""
    unit: str = ""
    name: str = ""
    places: int | None = None
    sort: bool | str = False
    value: Any = None
    show: Callable[[Any], Any] | None = None
    heading: str = ""
    because: str = ""


@dataclass(frozen=True, eq=False)
class Column:
    """A column bound to its model.

    `name` is for programs, `path` is what is read, `field` the model field at its end (None for an expression),
    `relation` the foreign key whose name is shown.
    """

    model: type[models.Model]
    declared: Col
    name: str
    path: str
    field: Any
    relation: Any = None

    @cached_property
    def own_words(self) -> tuple[str, str]:
        """The label and unit the model gives; empty for an expression."""
        if self.relation is not None:
            return split_label(self.relation.verbose_name)
        if self.field is None:
            return "", ""
        *way, _ = fields_on(self.model, self.path)
        label, unit = split_label(self.field.verbose_name)
        if way and not label.startswith(str(way[-1].verbose_name)):
            label = f"{way[-1].verbose_name}{label}"
        return label, unit

    @cached_property
    def label(self) -> str:
        """Its words."""
        return self.declared.label or self.own_words[0]

    @cached_property
    def unit(self) -> str:
        """Its unit; empty without."""
        return self.declared.unit or self.own_words[1]

    @property
    def heading(self) -> str:
        """Its words over a narrow column."""
        return self.declared.heading or self.label

    @property
    def title(self) -> str:
        """Its words with its unit, for the head of a file."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @cached_property
    def kind(self) -> str:
        """One of `KINDS`."""
        return self.declared.kind or kind_of(self.field, self.model if self.path == self.name else None)

    @property
    def places(self) -> int | None:
        """Digits after the point, or as stored."""
        return self.declared.places

    @property
    def sorted_by(self) -> str:
        """The path lists order by for it; empty where they do not."""
        sort = self.declared.sort
        return sort if isinstance(sort, str) else self.path if sort else ""

    @property
    def is_computed(self) -> bool:
        """Whether the database works it out from an expression."""
        return self.declared.value is not None

    @property
    def expression(self) -> Any:
        """The expression it is worked out from."""
        value = self.declared.value
        return value if hasattr(value, "resolve_expression") else value(self.model)

    @cached_property
    def is_optional(self) -> bool:
        """Whether a value may be missing."""
        if self.field is None:
            return True
        return any(field.null for field in fields_on(self.model, self.path))


def bound(model: type[models.Model], declared: Col | str) -> Column:
    """The column `declared` on `model`; refuses a path that leads nowhere."""
    col = Col(declared) if isinstance(declared, str) else declared
    name = col.name or col.path.replace("__", "_")
    if col.value is not None:
        if not (name and col.label):
            raise ImproperlyConfigured(f"{model._meta.label}: an expression needs a name and a label")
        return Column(model, col, name, name, None)
    field = field_at(model, col.path)
    if field is None:
        raise ImproperlyConfigured(f"{model._meta.label} has no {col.path}")
    if not (field.many_to_one or field.one_to_one):
        return Column(model, col, name, col.path, field)
    words = names_of(field.related_model)
    if not words:  # what has no name is told by its id
        return Column(model, col, name, f"{col.path}_id", field)
    path = f"{col.path}__{words[0]}"
    return Column(model, col, name, path, field_at(model, path), field)


def split_label(verbose_name: Any) -> tuple[str, str]:
    """`注册资本（万元）` as its label and its unit."""
    found = WITH_UNIT.fullmatch(str(verbose_name))
    return (found[1], found[2]) if found else (str(verbose_name), "")


def kind_of(field: Any, model: type[models.Model] | None = None) -> str:
    """The kind of a field's values; `model` is given where the field may be the state of its life cycle."""
    if isinstance(field, EncryptedField):
        return "personal"
    if getattr(field, "choices", None):
        flow = flow_of(model) if model is not None else None
        return "state" if flow is not None and flow.field == field.name else "choice"
    held = stored(field)
    known = (
        (models.BooleanField, "boolean"), (models.DateTimeField, "moment"), (models.DateField, "date"),
        (models.DecimalField, "decimal"), (models.FloatField, "decimal"), (models.IntegerField, "integer"),
        (models.JSONField, "json"),
    )  # fmt: skip
    return next((kind for base, kind in known if isinstance(held, base)), "text")
