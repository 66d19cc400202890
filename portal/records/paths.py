"""Where a path of field names leads from a model."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

NAMES = ("name", "full_name", "title", "number")
KNOWN_BY = (*NAMES, "code", "uscc", "username")


def fields_on(model: type[models.Model], path: str) -> list[Any]:
    """Every field on the way along `path` (`project__area__name`), the last one at its end; FieldDoesNotExist else."""
    fields: list[Any] = []
    for step in path.split("__"):
        fields.append(model._meta.pk if step == "pk" else model._meta.get_field(step))
        model = fields[-1].related_model or model
    return fields


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of `path`; None when it leads to no field (an annotation)."""
    try:
        return fields_on(model, path)[-1]
    except FieldDoesNotExist:
        return None


def stored(field: Any) -> Any:
    """What a generated column holds; any other field itself."""
    return field.output_field if isinstance(field, models.GeneratedField) else field


def names_of(model: type[models.Model], candidates: tuple[str, ...] = NAMES) -> list[str]:
    """The fields of `model` that people know its records by."""
    known = {field.name for field in model._meta.concrete_fields}
    return [name for name in candidates if name in known]
