"""Labels of surfaces beside the field's own: groundwork of the guard, which does not fail yet.

`pytest tests/conventions/test_labels.py -s` prints, for every kind of surface, how many labels read a model field and
how many say something else than its `verbose_name`, then every one that differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.accounts.models import User
from portal.api.routing import app_routers
from portal.exchange.outgoing.declare import all_exports
from portal.site.lists import RecordList
from portal.site.records import RecordPage
from tests.conventions.test_scope_walk import as_asked_by, our_models, views
from tests.conventions.test_text_door import own_forms

SURFACES = ("list", "fact", "form", "API input", "export", "back office")
NAMING = ("name", "full_name", "title", "code")  # of a relation: the relation's own word will do


@dataclass(frozen=True)
class Label:
    """What one surface calls one field, and what the field calls itself."""

    surface: str
    place: str
    path: str
    says: str
    field: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the surface says it in its own words."""
        return self.says not in self.field


def own_words(model: Any, path: str) -> tuple[str, ...]:
    """How a path may be called: by its field, or by the relation when only its name is read; empty for no field."""
    words: list[str] = []
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return ()
        words.append(str(getattr(field, "verbose_name", "")))
        model = field.related_model or model
    own = [words[-1]] if len(words) == 1 else [words[-1], words[-2] + words[-1]]
    if len(words) > 1 and path.rsplit("__", 1)[-1] in NAMING:
        own.append(words[-2])
    return tuple(own)


def label(surface: str, place: str, model: Any, path: str, says: Any) -> Iterator[Label]:
    field = own_words(model, path)
    if field:
        yield Label(surface, place, path, str(says), field)


def labels(user: User) -> Iterator[Label]:
    for view, _ in views(RecordList):
        page = view()
        page.setup(as_asked_by(user))
        for column in page.columns:
            yield from label("list", view.__name__, view.model, column.path, column.label)
    for view, _ in views(RecordPage):
        for fact in getattr(view, "facts", ()):
            if isinstance(fact.value, str):
                yield from label("fact", view.__name__, view.model, fact.value, fact.label)
    for form in own_forms():
        for name, field in form.base_fields.items():
            if (model := model_of(form, name)) is not None and field.label:
                yield from label("form", form.__qualname__, model, name, field.label)
    for router in app_routers().values():
        for prefix, viewset, _ in router.registry:
            for kind in ("create_input", "change_input"):
                for name, field in getattr(viewset, kind)().fields.items() if hasattr(viewset, kind) else ():
                    yield from label(
                        "API input", f"{prefix} {kind}", viewset.model, field.source or name, field.help_text
                    )
    for export in all_exports():
        for column in export.columns:
            if isinstance(column.source, str):
                yield from label(
                    "export", export.name, export.model, column.source or column.name, column.label
                )
    for model, section in admin.site._registry.items():
        for shown in section.list_display:
            if path := getattr(shown, "path", None):
                yield from label("back office", model.__name__, model, path, shown.short_description)


def model_of(form: type[forms.BaseForm], name: str) -> type[models.Model] | None:
    """The model a plain form's field goes to: the one of its room, and of the form's own name if several have it."""
    room = form.__module__.rpartition(".")[0]
    try:
        import_module(f"{room}.models")
    except ModuleNotFoundError:
        return None
    known = [
        model
        for model in our_models()
        if model.__module__.startswith(f"{room}.models") and own_words(model, name)
    ]
    called = [
        model
        for model in known
        if model.__name__.lower().endswith(form.__name__.removesuffix("Form").lower())
    ]
    return next(iter(called or known), None)


def report(found: list[Label]) -> str:
    """Counts per surface, the fields with most names, and every label that differs."""
    counted = Counter(one.surface for one in found)
    differing = Counter(one.surface for one in found if one.differs)
    lines = [f"{surface:<12} {differing[surface]:>4} of {counted[surface]:>4} differ" for surface in SURFACES]
    lines += [
        f"{one.surface:<12} {one.place} {one.path}: {one.says} ≠ {'／'.join(one.field)}"
        for one in found
        if one.differs
    ]
    return "\n".join(lines)


@pytest.mark.django_db
def test_every_surface_is_walked(economy_clerk):
    found = list(labels(economy_clerk))

    print(report(found))
    assert {one.surface for one in found} == set(SURFACES)
