"""Rows as the API shows them: declared columns, read with one query and formatted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from rest_framework import serializers

from portal.personal.fields import EncryptedField


@dataclass(frozen=True)
class Column:
    """One name in the answer, the path it is read from, and how it is shown.

    `optional` columns may be null: the field itself, or a relation on the way to it.
    """

    name: str
    path: str
    field: models.Field
    optional: bool = False

    @property
    def labels(self) -> dict[Any, str] | None:
        """The Chinese word of every choice, shown beside the code as `<name>_label`."""
        return dict(self.field.flatchoices) if self.field.choices else None

    @property
    def format(self) -> Callable[[Any], Any] | None:
        """How a value is shown; None when it goes out as it is. Personal text goes out masked."""
        if isinstance(self.field, EncryptedField):
            return partial(_unless_none, str)
        if isinstance(self.field, models.DateTimeField):
            return partial(_unless_none, timezone.localtime)
        return None

    def described(self) -> dict[str, serializers.Field]:
        """The field, and its label's, for the OpenAPI schema."""
        shown = {self.name: _described(self.field, optional=self.optional)}
        if self.labels is not None:
            shown[f"{self.name}_label"] = serializers.CharField(
                help_text=f"{self.field.verbose_name}的名称", allow_null=self.optional
            )
        return shown


def columns_of(model: type[models.Model], names: Iterable[str]) -> tuple[Column, ...]:
    """The columns called `names`: fields, or paths (`area__name` is shown as `area_name`)."""
    return tuple(
        Column(name.replace("__", "_"), *follow(model, name), optional=is_optional(model, name))
        for name in names
    )


def show(columns: tuple[Column, ...], rows: Iterable[tuple]) -> list[dict[str, Any]]:
    """Every row as a dict, each value formatted once."""
    names = [column.name for column in columns]
    formats = [(column.name, column.format) for column in columns if column.format]
    labels = [(column.name, f"{column.name}_label", column.labels) for column in columns if column.labels]
    shown = [dict(zip(names, row, strict=True)) for row in rows]
    for row in shown:
        for name, form in formats:
            row[name] = form(row[name])
        for name, label, words in labels:
            row[label] = words.get(row[name], row[name])
    return shown


def follow(model: type[models.Model], path: str) -> tuple[str, models.Field]:
    """Where `path` leads: the path to read (ids of relations) and the field at its end."""
    field: Any = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model or model
    return (f"{path}_id" if field.many_to_one or field.one_to_one else path), field


def is_optional(model: type[models.Model], path: str) -> bool:
    """Whether what `path` leads to may be missing: any step of it is nullable."""
    fields: list[Any] = []
    for step in path.split("__"):
        fields.append(model._meta.get_field(step))
        model = fields[-1].related_model or model
    return any(field.null for field in fields)


def _unless_none(form: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else form(value)


def _described(field: models.Field, *, optional: bool) -> serializers.Field:
    common: dict[str, Any] = {"help_text": str(field.verbose_name), "allow_null": optional}
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
