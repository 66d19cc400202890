"""Searching the rows of a table: by the search text the database keeps, or by the few fields a small table names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from portal.scoping import view_permission
from portal.search.queries import Found, find

LONGEST = 80


def searchable(model: type[models.Model]) -> bool:
    """Whether the database keeps a search text for the model (`portal.search.fields.SearchText`)."""
    return any(field.name == "search_text" for field in model._meta.fields)


def found(rows: models.QuerySet, text: str, user: Any, fields: Iterable[str] = ()) -> Found:
    """The rows, already limited to what `user` may see, that hold every word; by `fields` without a search text."""
    if not searchable(rows.model):
        return Found(containing(rows, text, fields))
    reach = user.reach(view_permission(rows.model))
    return find(
        rows, text, areas=reach.below | reach.above if rows.model.scope.seen_from_below else reach.below
    )


def containing(rows: models.QuerySet, text: str, fields: Iterable[str]) -> models.QuerySet:
    """The rows where any of `fields` contains `text` (is it, where the field is named with “=”)."""
    wanted = Q()
    for field in fields:
        wanted |= Q(**{field[1:]: text}) if field.startswith("=") else Q(**{f"{field}__icontains": text})
    return rows.filter(wanted)
