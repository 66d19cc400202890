"""Rows by keys that another query finds."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models


class AmongKeys(models.Func):
    """Whether the column at `path` holds one of the keys `keys` finds; for some hundred keys at most.

    The keys are worked out first and looked up in the column's index. `IN (SELECT …)` is planned as one more join,
    and PostgreSQL, not knowing how few they are, likes to read the whole table for it.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()

    def __init__(self, path: str, keys: models.QuerySet) -> None:
        super().__init__(path, ArraySubquery(keys))
