"""Rows as the API shows them: a table's columns, read with one query and formatted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from rest_framework import serializers

from portal.figures.exact import half_up
from portal.personal.fields import EncryptedField
from portal.records.columns import Column


@dataclass(frozen=True)
class Entry:
    """One name in the answer, the path it is read from, and the field there (None for an expression).

    `optional` ones may be null: the field itself, or a relation on the way to it. `places` rounds a number.
    """

    name: str
    path: str
    field: Any
    words: str
    optional: bool = False
    places: int | None = None

    @property
    def labels(self) -> dict[Any, str] | None:
        """The Chinese word of every choice, shown beside the code as `<name>_label`."""
        return dict(self.field.flatchoices) if getattr(self.field, "choices", None) else None

    @property
    def format(self) -> Callable[[Any], Any] | None:
        """How a value is shown; None when it goes out as it is. Personal text goes out masked."""
        if isinstance(self.field, EncryptedField):
            return partial(_unless_none, str)
        if isinstance(self.field, models.DateTimeField):
            return partial(_unless_none, timezone.localtime)
        if self.places is not None:
            return partial(_unless_none, partial(_rounded, self.places))
        return None

    def described(self, *, required: bool = True) -> dict[str, serializers.Field]:
        """The field, and its label's, for the OpenAPI schema; not `required` where rows hold it now and then."""
        common: dict[str, Any] = {"help_text": self.words, "allow_null": self.optional, "required": required}
        if self.places is not None:
            return {self.name: serializers.DecimalField(None, self.places, **common)}
        shown = {self.name: _described(self.field, common)}
        if self.labels is not None:
            shown[f"{self.name}_label"] = serializers.CharField(
                help_text=f"{self.words}的名称", allow_null=self.optional
            )
        return shown


def entries_of(model: type[models.Model], columns: Iterable[Column]) -> tuple[Entry, ...]:
    """The entries of a row: its id, and every column; a record referred to by id and, as `<name>_name`, by name."""
    key = Entry("id", "pk", model._meta.pk, "编号")
    return (key, *(entry for column in columns for entry in _entries(column) if entry.name != "id"))


def _entries(column: Column) -> Iterator[Entry]:
    if column.relation is None:
        yield Entry(column.name, column.path, column.field, column.title, column.is_optional, column.places)
        return
    yield Entry(
        column.name, f"{column.declared.path}_id", column.relation, f"{column.label}编号", column.is_optional
    )
    yield Entry(f"{column.name}_name", column.path, column.field, column.label, column.is_optional)


def show(entries: tuple[Entry, ...], rows: Iterable[tuple]) -> list[dict[str, Any]]:
    """Every row as a dict, each value formatted once."""
    names = [entry.name for entry in entries]
    formats = [(entry.name, entry.format) for entry in entries if entry.format]
    labels = [(entry.name, f"{entry.name}_label", entry.labels) for entry in entries if entry.labels]
    shown = [dict(zip(names, row, strict=False)) for row in rows]
    for row in shown:
        for name, form in formats:
            row[name] = form(row[name])
        for name, label, words in labels:
            row[label] = words.get(row[name], row[name])
    return shown


def measured_entries(columns: Iterable[Column]) -> tuple[Entry, ...]:
    """The entries of what rows carry because of what is asked."""
    return tuple(entry for column in columns for entry in _entries(column))


def _rounded(places: int, value: Any) -> Decimal:
    return half_up(Decimal(value), places)


def _unless_none(form: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else form(value)


def _described(field: Any, common: dict[str, Any]) -> serializers.Field:
    if field is None:
        return serializers.JSONField(**common)
    if field.choices:
        return serializers.ChoiceField(choices=field.flatchoices, allow_blank=field.blank, **common)
    if field.is_relation or isinstance(field, models.AutoField):
        return serializers.IntegerField(**common)
    if isinstance(field, models.DecimalField):
        return serializers.DecimalField(field.max_digits, field.decimal_places, **common)
    if isinstance(field, EncryptedField | models.FileField | models.GeneratedField):
        return serializers.CharField(**common)
    mapping = serializers.ModelSerializer.serializer_field_mapping
    kind = next((mapping[base] for base in type(field).__mro__ if base in mapping), serializers.CharField)
    return kind(**common)
