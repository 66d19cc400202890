"""Filters as pages use them: Chinese words for "all", native date fields, areas one may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_filters.widgets import DateRangeWidget

from portal.accounts.models import Area
from portal.scoping import view_permission

ALL = "全部"


class RangeWidget(DateRangeWidget):
    """Two native date fields."""

    suffixes = ("after", "before")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "date", **(attrs or {})})

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The two fields with their word between them; only the first has a label of its own to be read by."""
        first, last = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        last["attrs"]["aria-label"] = "止"
        fields = (_input(field) for field in (first, last))
        return format_html('<span class="range">{}<span>至</span>{}</span>', *fields)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else widget["value"]
    return format_html(
        '<input type="date" name="{}" value="{}"{}>', widget["name"], value, flatatt(_without_type(widget))
    )


def _without_type(widget: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in widget["attrs"].items() if name != "type"}


class DateRangeFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": RangeWidget(), **kwargs})


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of a field's choices, or all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": ALL, **kwargs})


class YesNoFilter(django_filters.ChoiceFilter):
    """Yes, no, or all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = (("true", "是"), ("false", "否"))
        super().__init__(*args, **{"empty_label": ALL, "choices": choices, **kwargs})

    def filter(self, queryset: models.QuerySet, value: str) -> models.QuerySet:
        """The rows where the field says so."""
        return queryset.filter(**{self.field_name: value == "true"}) if value else queryset


class OfferedFilter(ChoiceFilter):
    """One of what the asking user is offered, or all; the offer is read when the form is made."""

    def offered(self, request: Any) -> list[tuple[str, str]]:
        """The choices, as values and words, for the asking user; `request` is None where nobody asks."""
        raise NotImplementedError

    @property
    def field(self) -> forms.Field:
        """The field with its choices."""
        if not hasattr(self, "_field"):
            self.extra["choices"] = self.offered(getattr(getattr(self, "parent", None), "request", None))
        return super().field


class RecordFilter(OfferedFilter):
    """One of the records that `records(request)` gives, by its `key`, offered by its `words`: one query."""

    def __init__(
        self,
        *args: Any,
        records: Callable[[Any], models.QuerySet],
        key: str = "pk",
        words: Any = "name",
        **kwargs: Any,
    ) -> None:
        self.records, self.key, self.words = records, key, words
        super().__init__(*args, **kwargs)

    def offered(self, request: Any) -> list[tuple[str, str]]:
        """The names of the records the asking user may see."""
        return [(str(key), words) for key, words in self.records(request).values_list(self.key, self.words)]


class AreaFilter(OfferedFilter):
    """An area one may see, with everything below it. Its choices cost one query."""

    def __init__(self, *args: Any, model: type[models.Model], **kwargs: Any) -> None:
        self.permission = view_permission(model)
        super().__init__(*args, **{"label": "区域", **kwargs})

    def offered(self, request: Any) -> list[tuple[str, str]]:
        """The areas where the asking user may see such records, set in by their depth."""
        below = request.user.reach(self.permission).below if request else frozenset()
        rows = Area.objects.filter(pk__in=below).exclude(kind="grid").values_list("pk", "name", "depth")
        top = min((depth for *_, depth in rows), default=0)
        return [(str(pk), "　" * (depth - top) + name) for pk, name, depth in rows]

    def filter(self, queryset: models.QuerySet, value: str) -> models.QuerySet:
        """The rows in the area or below it."""
        if not value:
            return queryset
        area = Area.objects.filter(pk=value).values("path")[:1]
        below = Area.objects.filter(path__startswith=models.Subquery(area))
        return queryset.filter(**{f"{queryset.model.scope.path}__in": below.values("pk")})
