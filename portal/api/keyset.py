"""Keyset pages: the next page starts after the last row seen, so page ten thousand costs what page one does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q

from portal.errors import InvalidInput

signer = Signer(salt="portal.api.keyset")


@dataclass(frozen=True)
class Ordering:
    """One field, up or down, and the primary key the same way as tie-breaker."""

    model: type[models.Model]
    name: str

    @property
    def path(self) -> str:
        """The field's path, without the sign."""
        return self.name.removeprefix("-")

    @property
    def descends(self) -> bool:
        """Whether the largest comes first."""
        return self.name.startswith("-")

    def field(self) -> models.Field:
        """The field ordered by; refuses fields that may be empty, which have no place in a keyset."""
        model: Any = self.model
        field: Any = None
        for step in self.path.split("__"):
            try:
                field = model._meta.pk if step == "pk" else model._meta.get_field(step)
            except FieldDoesNotExist as error:
                raise ImproperlyConfigured(f"{model._meta.label} cannot be ordered by {self.path}") from error
            model = field.related_model or model
        if field.null:
            raise ImproperlyConfigured(f"{self.model._meta.label}.{self.path} may be empty: no keyset by it")
        return field

    def terms(self, *, reverse: bool) -> list[str]:
        """The ORDER BY terms."""
        sign = "-" if self.descends != reverse else ""
        return [f"{sign}{self.path}"] if self.is_key else [f"{sign}{self.path}", f"{sign}pk"]

    @property
    def is_key(self) -> bool:
        """Whether it is the primary key itself."""
        return self.path in ("pk", self.model._meta.pk.name)

    def beyond(self, value: Any, pk: int, *, reverse: bool) -> Q:
        """The rows after (or, reversed, before) a row. The outer bound lets the index start at the row."""
        side = "lt" if self.descends != reverse else "gt"
        if self.is_key:
            return Q(**{f"pk__{side}": pk})
        tie = Q(**{self.path: value, f"pk__{side}": pk})
        return Q(**{f"{self.path}__{side}e": value}) & (Q(**{f"{self.path}__{side}": value}) | tie)


@dataclass(frozen=True)
class Cursor:
    """The row where a page ended, signed, so that nobody can make the database look elsewhere."""

    ordering: str
    reverse: bool
    value: str
    pk: int

    def __str__(self) -> str:
        return signer.sign_object([self.ordering, self.reverse, self.value, self.pk])

    @classmethod
    def read(cls, text: str, ordering: Ordering) -> Cursor:
        """The cursor of a request; refuses anything this list did not hand out."""
        try:
            cursor = cls(*signer.unsign_object(text))
        except (BadSignature, ValueError, TypeError):
            raise _bad_cursor() from None
        if cursor.ordering != f"{ordering.model._meta.label_lower}:{ordering.name}":
            raise _bad_cursor()
        return cursor

    def split(self, ordering: Ordering) -> tuple[Any, int]:
        """The row's value of the ordered field, and its key."""
        try:
            return ordering.field().to_python(self.value), self.pk
        except ValidationError:
            raise _bad_cursor() from None


@dataclass(frozen=True)
class Page:
    """Rows of `paths` in order, and the cursors around them."""

    rows: list[tuple]
    next: str | None
    previous: str | None


def page_of(queryset: models.QuerySet, paths: tuple[str, ...], *, ordering: Ordering, size: int,
            cursor: str | None = None) -> Page:  # fmt: skip
    """One page of `queryset` as rows of `paths`: a single query, whatever the depth."""
    at = Cursor.read(cursor, ordering) if cursor else None
    reverse = bool(at and at.reverse)
    if at:
        queryset = queryset.filter(ordering.beyond(*at.split(ordering), reverse=reverse))
    found = queryset.order_by(*ordering.terms(reverse=reverse)).values_list(*paths, ordering.path, "pk")
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if reverse:
        rows.reverse()
    return Page(
        rows=[row[:-2] for row in rows],
        next=_cursor(ordering, rows[-1], reverse=False) if rows and (more or reverse) else None,
        previous=_cursor(ordering, rows[0], reverse=True) if rows and (more if reverse else at) else None,
    )


def _cursor(ordering: Ordering, row: tuple, *, reverse: bool) -> str:
    value = row[-2].isoformat() if hasattr(row[-2], "isoformat") else str(row[-2])
    return str(Cursor(f"{ordering.model._meta.label_lower}:{ordering.name}", reverse, value, row[-1]))


def _bad_cursor() -> InvalidInput:
    return InvalidInput(
        "翻页标记无效，或者它属于另一种排序。",
        [{"field": "cursor", "message": "翻页标记无效", "cure": "请去掉 cursor，从第一页重新开始"}],
    )
