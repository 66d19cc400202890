"""Fields of a model by name, where a type checker would also expect relations that end there."""

from __future__ import annotations

from typing import cast

from django.db import models


def field_of(model: type[models.Model] | models.Model, name: str) -> models.Field:
    """The field `name`, which is the model's own; refuses (FieldDoesNotExist) a name it does not have."""
    return cast("models.Field", model._meta.get_field(name))


def column_of(model: type[models.Model] | models.Model, name: str) -> str:
    """The column in which the field `name` is kept."""
    return cast("str", field_of(model, name).column)


def key_column_of(model: type[models.Model] | models.Model) -> str:
    """The column of the primary key."""
    return cast("str", model._meta.pk.column)
