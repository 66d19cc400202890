"""Filters by field name, as a list declares them; a parameter nobody declared is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django_filters.filterset import filterset_factory
from django_filters.rest_framework import FilterSet

from portal.errors import InvalidInput
from portal.scoping import view_permission
from portal.search.queries import search
from portal.text import clean_line

PAGE_PARAMETERS = ("cursor", "page_size", "ordering", "search")


class ScopedFilterSet(FilterSet):
    """Filters over declared fields. Relations are asked by id: an id one cannot see simply finds nothing."""

    @classmethod
    def filter_for_field(cls, field: models.Field, field_name: str, lookup_expr: str | None = None) -> Any:
        """The filter of one field and lookup; a generated column is asked like what it holds."""
        if isinstance(field, models.GeneratedField):
            field = _as_stored(field)
        if field.is_relation and lookup_expr in (None, "exact"):
            return django_filters.NumberFilter(field_name=f"{field_name}_id", label=str(field.verbose_name))
        return super().filter_for_field(field, field_name, lookup_expr)


def _as_stored(field: models.GeneratedField) -> models.Field:
    """A generated column as the plain field it is stored as, under its own name."""
    stored = copy(field.output_field)
    stored.set_attributes_from_name(field.name)
    stored.model, stored.verbose_name = field.model, field.verbose_name
    return stored


def filterset_of(model: type[models.Model], filters: Mapping[str, Iterable[str]]) -> type[FilterSet]:
    """The filters of a list: `{"state": ["exact", "in"]}` gives `?state=` and `?state__in=`."""
    return filterset_factory(
        model, filterset=ScopedFilterSet, fields={name: list(how) for name, how in filters.items()}
    )


def filtered(
    queryset: models.QuerySet, filterset: type[FilterSet], parameters: Mapping[str, str]
) -> models.QuerySet:
    """The rows that match; refuses unknown parameters and malformed values."""
    asked = [name for name in parameters if name not in PAGE_PARAMETERS]
    if not asked:
        return queryset
    if unknown := [name for name in asked if name not in filterset.base_filters]:
        raise InvalidInput(
            f"这个列表没有“{unknown[0]}”这个筛选条件。", [_unknown(name, filterset) for name in unknown]
        )
    asking = filterset(parameters, queryset=queryset)
    if not asking.is_valid():
        errors = [
            {"field": name, "value": parameters.get(name, ""), "message": message}
            for name, messages in asking.errors.items()
            for message in messages
        ]
        raise InvalidInput(f"筛选条件“{errors[0]['field']}”：{errors[0]['message']}", errors)
    return asking.qs


def containing(queryset: models.QuerySet, text: str, fields: Iterable[str]) -> models.QuerySet:
    """The rows where any of `fields` contains `text`; refuses NUL, which no text contains."""
    if "\0" in text:
        raise InvalidInput(
            "搜索词含有空字符。", [{"field": "search", "message": "含有空字符", "cure": "请重新输入"}]
        )
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": clean_line(text)})
    return queryset.filter(wanted)


def searchable(model: type[models.Model]) -> bool:
    """Whether the database keeps a search text for the model (`portal.search.fields.SearchText`)."""
    return any(field.name == "search_text" for field in model._meta.fields)


def found(queryset: models.QuerySet, text: str, user: Any) -> models.QuerySet:
    """The rows of `queryset`, already limited to what `user` may see, whose search text holds every word."""
    reach = user.reach(view_permission(queryset.model))
    areas = reach.below | reach.above if queryset.model.scope.seen_from_below else reach.below
    return search(queryset, text, areas=areas)


def _unknown(name: str, filterset: type[FilterSet]) -> dict[str, Any]:
    known = "、".join([*filterset.base_filters, *PAGE_PARAMETERS])
    return {"field": name, "message": "没有这个筛选条件", "cure": f"可用的有：{known}"}
