"""Record pages: state and due date on top, what one can do now, facts, timeline; history one click away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from portal.errors import NotVisible
from portal.site.columns import MISSING, Column, due_cell
from portal.site.explaining import explain_url
from portal.site.requests import DeskRequest
from portal.site.states import badge
from portal.workflow.actions import steps_open_to
from portal.workflow.flows import Step, flow_of
from portal.workflow.models import Move

Explained = Callable[[Any], "tuple[str, dict[str, Any]] | None"]


@dataclass(frozen=True)
class Fact:
    """One fact of a record: its name, where it is read (a path, or a function of the record), and its kind.

    `kind`, `unit` and `places` are those of a list's column; `wide` takes both columns. `explain` gives the
    kind and inputs of “怎么算的” for this record, or None. `url` gives where the value leads.
    """

    label: str
    value: str | Callable[[Any], Any]
    kind: str = "text"
    unit: str = ""
    places: int | None = None
    wide: bool = False
    explain: Explained | None = None
    url: Callable[[Any], str | None] | None = None

    def of(self, record: models.Model) -> dict[str, Any]:
        """The fact of one record, as the template writes it."""
        value = self.value(record) if callable(self.value) else _follow(record, self.value)
        asked = self.explain(record) if self.explain else None
        text = self._text(record, value)
        return {
            "label": self.label,
            "text": text,
            "unit": self.unit if text != MISSING else "",
            "wide": self.wide,
            "url": self.url(record) if self.url else "",
            "explain": explain_url(*asked) if asked else "",
            "question": question_about(asked[0]) if asked else "",
        }

    def _text(self, record: models.Model, value: Any) -> str:
        if self.kind == "due":
            return due_cell(value, timezone.localdate(), is_open=_is_open(record))
        path = self.value if isinstance(self.value, str) else ""
        return Column(self.label, path, self.kind, self.unit, self.places).formatter(type(record))(value)


def question_about(kind: str) -> str:
    """What the explanation answers, in words."""
    return "为什么是这一天" if kind == "deadline" else "怎么算的"


class RecordPage(View):
    """The page of one record, declared by its class attributes.

    `list_url` names the list it belongs to (for the breadcrumbs). `due` is the path of the date that counts
    now. A page with more to show extends `site/record.html` and adds to `get_context`.
    """

    request: DeskRequest
    model: ClassVar[type[models.Model]]
    facts: ClassVar[tuple[Fact, ...]]
    related: ClassVar[tuple[str, ...]] = ("area",)
    list_url: ClassVar[str] = ""
    due: ClassVar[str] = ""
    template_name: ClassVar[str] = "site/record.html"

    def get(self, request: DeskRequest, pk: int, **kwargs: Any) -> HttpResponse:
        """The page; not visible means not there."""
        return render(request, self.template_name, self.get_context())

    @cached_property
    def record(self) -> Any:
        """The record, if this user may see it."""
        return visible_record(self.model, self.kwargs["pk"], self.request.user, related=self.related)

    def get_context(self) -> dict[str, Any]:
        """What the template shows."""
        user, record = self.request.user, self.record
        return {
            "record": record,
            "title": str(record),
            "kind": self.model._meta.verbose_name,
            "list_url": reverse(self.list_url) if self.list_url else "",
            "state": state_badge(record),
            "due": due_cell(
                _follow(record, self.due),
                timezone.localdate(),
                is_open=_is_open(record),
            )
            if self.due
            else "",
            "facts": [fact.of(record) for fact in self.get_facts()],
            "steps": [offer(record, step) for step in sorted(steps_open_to(user, record), key=_main_first)],
            "moves": timeline(record),
            "history_url": history_url(record) if user.has_perm("audit.view_history", record) else "",
        }

    def get_facts(self) -> tuple[Fact, ...]:
        """The facts to show; a page may choose by record."""
        return self.facts


def visible_record(model: Any, pk: int, user: Any, related: tuple[str, ...] = ()) -> Any:
    """The record with this key; refuses (404) what the user may not see."""
    record = model._default_manager.visible_to(user).select_related(*related).filter(pk=pk).first()
    if record is None:
        raise NotVisible("没有这条记录，或者它不在您负责的区域内。")
    return record


def state_badge(record: models.Model) -> str:
    """The badge of the record's state; nothing when it has no life cycle."""
    flow = flow_of(record)
    if flow is None:
        return ""
    state = getattr(record, flow.field)
    return badge(state, flow.label(state))


def timeline(record: models.Model) -> list[Move]:
    """The moves of a record with who took them, oldest first; nothing for records without a life cycle."""
    return list(Move.objects.of(record).select_related("by")) if flow_of(record) else []


def offer(record: models.Model, step: Step) -> dict[str, Any]:
    """A step as a button: taken at once, or through a form when something must be written."""
    return {
        "step": step,
        "url": step_url(record, step),
        "asks": step.needs_note or step.needs_evidence or bool(step.dated),
    }


def _main_first(step: Step) -> bool:
    return not step.primary


def step_url(record: models.Model, step: Step) -> str:
    """Where a step of this record is taken."""
    return reverse("site:take", args=[record._meta.label_lower, record.pk, step.name])


def history_url(record: models.Model) -> str:
    """Where the changes of this record are listed."""
    return reverse("site:history", args=[record._meta.label_lower, record.pk])


def page_url(record: models.Model) -> str:
    """The record's own page; the desk for records that have none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else reverse("site:desk")


def _is_open(record: models.Model) -> bool:
    """Whether a due date still matters: a main step leads on from here."""
    flow = flow_of(record)
    return flow is None or any(step.primary for step in flow.from_state(getattr(record, flow.field)))


def _follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name) if record is not None else None
    return record
