"""Keyset pages of a list: the next page starts after the last row seen, whatever the depth.

Rows without a value come where PostgreSQL puts them (last going up, first going down), so that the plain
index of the field serves both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

from portal.accounts.models import Area
from portal.errors import InvalidInput
from portal.keys import AmongKeys

signer = Signer(salt="portal.records.keyset")
# Above this many areas the rows in reach are so many that the walk along the key soon meets them.
MERGED_AREAS = 60


@dataclass(frozen=True)
class Ordering:
    """One field, up or down ("-due_on"), with the primary key going the same way as tie-breaker.

    `is_computed` says that it is a number worked out row by row and never missing, so that all rows must be gone
    through.
    """

    model: type[models.Model]
    name: str
    is_computed: bool = False

    @property
    def path(self) -> str:
        """The field's path, without the sign."""
        return self.name.removeprefix("-")

    @property
    def descends(self) -> bool:
        """Whether the largest comes first."""
        return self.name.startswith("-")

    @property
    def field(self) -> Any:
        """The field ordered by."""
        if self.is_computed:
            return models.FloatField()
        model, field = self.model, None
        for step in self.path.split(LOOKUP_SEP):
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
            model = field.related_model or model
        return field

    @property
    def is_key(self) -> bool:
        """Whether it is the primary key itself."""
        return self.path in ("pk", self.model._meta.pk.name)

    def terms(self, *, descends: bool) -> list[str]:
        """The ORDER BY terms."""
        sign = "-" if descends else ""
        return [f"{sign}pk"] if self.is_key else [f"{sign}{self.path}", f"{sign}pk"]

    def segments(self, at: Cursor | None, *, descends: bool) -> list[Q]:
        """The rows after `at` in parts to be read one after the other, each a plain range of the index.

        More than one part is needed only where a row with a value is followed by rows without one, or the
        other way round: `OR IS NULL` in one condition would keep the index from starting at the row.
        """
        if at is None:
            return [Q()]
        side = "lt" if descends else "gt"
        if self.is_key:
            return [Q(**{f"pk__{side}": at.pk})]
        tie, empty = Q(**{f"pk__{side}": at.pk}), Q(**{f"{self.path}__isnull": True})
        if at.value is None:
            return [empty & tie, ~empty] if descends else [empty & tie]
        value = self._value(at)
        beyond = Q(**{f"{self.path}__{side}e": value}) & (
            Q(**{f"{self.path}__{side}": value}) | (Q(**{self.path: value}) & tie)
        )
        return [beyond, empty] if self.field.null and not descends else [beyond]

    def _value(self, at: Cursor) -> Any:
        try:
            return self.field.to_python(at.value)
        except ValidationError:
            raise _bad_cursor() from None


@dataclass(frozen=True)
class Cursor:
    """The row where a page ended, signed, so that nobody can make the database look elsewhere."""

    list_name: str
    backwards: bool
    value: str | None
    pk: int

    def __str__(self) -> str:
        return signer.sign_object([self.list_name, self.backwards, self.value, self.pk])

    @classmethod
    def read(cls, text: str, list_name: str) -> Cursor:
        """The cursor of a request; refuses anything this list in this order did not hand out."""
        try:
            cursor = cls(*signer.unsign_object(text))
        except (BadSignature, ValueError, TypeError):
            raise _bad_cursor() from None
        if cursor.list_name != list_name:
            raise _bad_cursor()
        return cursor


@dataclass(frozen=True)
class Page:
    """Rows of `paths` (the last one is the primary key), and the cursors around them."""

    rows: list[tuple]
    next: str | None
    previous: str | None


def page_of(queryset: models.QuerySet, paths: list[str], *, ordering: Ordering, size: int,
            cursor: str | None = None, areas: frozenset[int] = frozenset(),
            computed: Mapping[str, Any] | None = None) -> Page:  # fmt: skip
    """One page of `queryset` as rows of `paths` and the primary key: one query, two across the empty values.

    `computed` are the expressions among `paths`; they are worked out for the rows of the page only.
    `areas` are those the rows lie in, where the model has an index of area and key: in the order of the key the
    page is then merged from the ends of the areas, since a walk along the key would pass everybody else's rows.
    """
    list_name = f"{ordering.model._meta.label_lower}:{ordering.name}"
    at = Cursor.read(cursor, list_name) if cursor else None
    backwards = bool(at and at.backwards)
    descends = ordering.descends != backwards
    if ordering.is_key and 0 < len(areas) <= MERGED_AREAS:
        segment = ordering.segments(at, descends=descends)[0]
        ends = _ends(queryset.filter(segment), areas, size + 1, descends=descends)
        queryset = queryset.filter(AmongKeys("pk", ends))
    elif ordering.is_computed:
        # First the keys of the page, then what is shown of them: not every row is joined with all it refers to.
        segment = ordering.segments(at, descends=descends)[0]
        keys = queryset.filter(segment).order_by(*ordering.terms(descends=descends)).values("pk")[: size + 1]
        queryset = queryset.filter(AmongKeys("pk", keys))
    queryset = queryset.annotate(**computed) if computed else queryset
    rows = _read(queryset, paths, ordering, at, size + 1, descends=descends)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows=[(*row[:-2], row[-1]) for row in rows],
        next=_cursor(list_name, rows[-1], backwards=False) if rows and (more or backwards) else None,
        previous=_cursor(list_name, rows[0], backwards=True)
        if rows and (more if backwards else at)
        else None,
    )


def _ends(rows: models.QuerySet, areas: frozenset[int], wanted: int, *, descends: bool) -> models.QuerySet:
    """The keys at the end of `rows`, from the `wanted` last (or first) of each area."""
    sign = "-" if descends else ""
    own = rows.filter(area=models.OuterRef("pk")).order_by(f"{sign}pk").values("pk")[:wanted]
    ends = Area.objects.filter(pk__in=areas).annotate(end=models.Func(ArraySubquery(own), function="unnest"))
    return ends.order_by(f"{sign}end").values("end")[:wanted]


def _read(queryset: models.QuerySet, paths: list[str], ordering: Ordering, at: Cursor | None, wanted: int,
          *, descends: bool) -> list[tuple]:  # fmt: skip
    ordered = queryset.order_by(*ordering.terms(descends=descends)).values_list(*paths, ordering.path, "pk")
    rows: list[tuple] = []
    for segment in ordering.segments(at, descends=descends):
        rows += ordered.filter(segment)[: wanted - len(rows)]
        if len(rows) == wanted:
            break
    return rows


def _cursor(list_name: str, row: tuple, *, backwards: bool) -> str:
    value = row[-2]
    text = None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return str(Cursor(list_name, backwards, text, row[-1]))


def _bad_cursor() -> InvalidInput:
    return InvalidInput(
        "这个翻页地址已经失效（排序或列表变了），请回到列表第一页重新翻。",
        [{"field": "cursor", "message": "翻页标记无效", "cure": "请去掉 cursor，从第一页重新开始"}],
    )
