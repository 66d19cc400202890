"""What a table reads of the records that refer to a row: their sum, the newest of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery, Sum

Expression = Callable[[type[models.Model]], Any]


def sum_of(relation: str, field: str, **narrowed: Any) -> Expression:
    """The sum of `field` over the records related as `relation`, those that answer to `narrowed`."""

    def expression(model: type[models.Model]) -> Subquery:
        rows, key = _related(model, relation, narrowed)
        return Subquery(rows.values(key).annotate(total=Sum(field)).values("total"))

    return expression


def newest_of(relation: str, field: str, *, by: str, **narrowed: Any) -> Expression:
    """`field` of the record related as `relation` that is the last by `by`."""

    def expression(model: type[models.Model]) -> Subquery:
        rows, _ = _related(model, relation, narrowed)
        return Subquery(rows.order_by(f"-{by}").values(field)[:1])

    return expression


def _related(
    model: type[models.Model], relation: str, narrowed: dict[str, Any]
) -> tuple[models.QuerySet, str]:
    other: Any = model._meta.get_field(relation)
    key = other.field.name
    rows = other.related_model._default_manager.filter(**{key: OuterRef("pk"), **narrowed}).order_by()
    return rows, key
