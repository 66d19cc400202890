"""Record pages: state and due date on top, what one can do now, facts, timeline; history one click away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from portal.accounts.requests import DeskRequest
from portal.errors import NotVisible
from portal.records.columns import Column, bound, kind_of
from portal.records.paths import field_at
from portal.records.tables import Table, table_of
from portal.site.cells import MISSING, due_cell, format_of
from portal.site.explaining import explain_url
from portal.site.sections import sections_of
from portal.site.states import badge
from portal.workflow.actions import steps_open_to
from portal.workflow.flows import Step, flow_of
from portal.workflow.models import Move

LONG_TEXT = 200
Explained = Callable[[Any], "tuple[str, dict[str, Any]] | None"]


@dataclass(frozen=True)
class Fact:
    """One fact of a record: its name, where it is read (a path, or a function of the record), and its kind.

    A plain path stands for a fact whose words, unit and kind are the field's; so does one without a label, for what it
    does not say itself. `kind`, `unit` and `places` are those of a column; `wide` takes both columns. `explain` gives
    the kind and inputs of “怎么算的” for this record, or None. `url` gives where the value leads. An `optional` fact is
    left out when there is nothing to say.
    """

    label: str
    value: str | Callable[[Any], Any]
    kind: str = ""
    unit: str = ""
    places: int | None = None
    wide: bool = False
    explain: Explained | None = None
    url: Callable[[Any], str | None] | None = None
    optional: bool = False

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

    def is_shown(self, record: models.Model) -> bool:
        """Whether it is always told, or there is something to say."""
        if not self.optional:
            return True
        value = self.value(record) if callable(self.value) else _follow(record, self.value)
        return value not in (None, "", False)

    def _text(self, record: models.Model, value: Any) -> str:
        if self.kind == "due":
            return due_cell(value, timezone.localdate(), is_open=_is_open(record))
        field = field_at(type(record), self.value) if isinstance(self.value, str) else None
        relation = field is not None and (field.many_to_one or field.one_to_one)
        kind = self.kind or ("text" if field is None or relation else kind_of(field))
        return format_of(kind, field=field, places=self.places)(value)


@cache
def fact_of(model: type[models.Model], path: str) -> Fact:
    """The fact at `path`, in the field's own words; a long text is wide, a record leads to its page."""
    column = bound(model, path)
    wide = column.kind == "text" and column.relation is None and _is_long(column.field)
    has_page = column.relation is not None and hasattr(column.relation.related_model, "get_absolute_url")
    kind = "" if column.relation is not None else column.kind
    return Fact(
        column.label, path, kind, column.unit, wide=wide, url=partial(_page_at, path) if has_page else None
    )


def _is_long(field: Any) -> bool:
    return isinstance(field, models.TextField) or (getattr(field, "max_length", None) or 0) >= LONG_TEXT


def _page_at(path: str, record: models.Model) -> str | None:
    other = _follow(record, path)
    return other.get_absolute_url() if other is not None else None


def facts_named(table: type[Table], facts: Iterable[Fact | str]) -> list[Fact]:
    """The facts meant by `facts`; a name means the table's column of that name, or else the model's field."""
    known = table.all_columns()
    return [
        _in_own_words(table, fact) if isinstance(fact, Fact)
        else _fact_in(known[fact]) if fact in known
        else fact_of(table.model, fact)
        for fact in facts
    ]  # fmt: skip


def facts_about(
    table: type[Table], facts: Iterable[Fact | str], record: models.Model
) -> list[dict[str, Any]]:
    """The facts of one record as templates write them; optional ones only when there is something to say."""
    return [fact.of(record) for fact in facts_named(table, facts) if fact.is_shown(record)]


def _in_own_words(table: type[Table], fact: Fact) -> Fact:
    """The fact with the words of what it is read from where it has none of its own."""
    if fact.label or callable(fact.value):
        return fact
    (own,) = facts_named(table, [fact.value])
    return replace(
        own, kind=fact.kind or own.kind, wide=fact.wide or own.wide, url=fact.url or own.url, explain=fact.explain,
        optional=fact.optional,
    )  # fmt: skip


def _fact_in(column: Column) -> Fact:
    """The fact of a column; what the database works out is read from the record's property of the same name."""
    if column.is_computed:
        return Fact(column.label, column.name, column.kind, column.unit, places=column.places)
    fact = fact_of(column.model, column.declared.path)
    return replace(fact, label=column.label, kind=column.declared.kind or fact.kind)


def question_about(kind: str) -> str:
    """What the explanation answers, in words."""
    return "为什么是这一天" if kind == "deadline" else "怎么算的"


@dataclass(frozen=True)
class Offer:
    """What one may do with a record beside its steps: a button, for those who may and while it makes sense.

    `posts` when the button acts at once, without a form. `key` stands in the address, the record's own unless said;
    `query` is added to it.
    """

    label: str
    url_name: str
    permission: str
    icon: str = ""
    when: Callable[[Any], bool] = lambda record: True
    primary: bool = False
    posts: bool = False
    key: Callable[[Any], int | None] = lambda record: record.pk
    query: Callable[[Any], str] = lambda record: ""

    def is_open(self, user: Any, record: Any) -> bool:
        """Whether the user may, now."""
        return self.when(record) and user.has_perm(self.permission, record)

    def of(self, record: Any) -> dict[str, Any]:
        """The button of one record."""
        key = self.key(record)
        address = reverse(self.url_name, args=[] if key is None else [key])
        return {"offer": self, "url": f"{address}{self.query(record)}"}


class RecordPage(View):
    """The page of one record, declared by its class attributes.

    `facts` are fields by name, or `Fact`s. `offers` are the buttons beside the steps. `sections` follow the facts,
    and with them what other rooms show of such a record (their `sections.py`). `due` is the path of the date that
    counts now. `illustrative` says what a sample is not. A page with more to show extends `site/record.html`.
    """

    request: DeskRequest
    table: ClassVar[type[Table]]
    facts: ClassVar[tuple[Fact | str, ...]]
    offers: ClassVar[tuple[Offer, ...]] = ()
    sections: ClassVar[tuple[Any, ...]] = ()
    related: ClassVar[tuple[str, ...]] = ("area",)
    due: ClassVar[str] = ""
    illustrative: ClassVar[str] = "示例数据，非真实记录"
    template_name: ClassVar[str] = "site/record.html"

    def get(self, request: DeskRequest, pk: int, **kwargs: Any) -> HttpResponse:
        """The page; not visible means not there."""
        return render(request, self.template_name, self.get_context())

    @property
    def model(self) -> type[models.Model]:
        """The kind of record."""
        return self.table.model

    @cached_property
    def record(self) -> Any:
        """The record, if this user may see it."""
        return visible_record(self.table.model, self.kwargs["pk"], self.request.user, related=self.related)

    def get_context(self) -> dict[str, Any]:
        """What the template shows."""
        user, record, table = self.request.user, self.record, self.table
        sections = [part for part in (one.of(record, user) for one in self.get_sections()) if part]
        return {
            "record": record,
            "title": str(record),
            "kind": table.model._meta.verbose_name,
            "list_url": reverse(table.listed_at) if table.listed_at else "",
            "state": state_badge(record),
            "illustrative": self.illustrative if getattr(record, "is_illustrative", False) else "",
            "due": due_cell(_follow(record, self.due), timezone.localdate(), is_open=_is_open(record)) if self.due else "",
            "facts": [fact.of(record) for fact in self.get_facts()],
            "offers": [offer.of(record) for offer in self.offers if offer.is_open(user, record)],
            "sections_before": [part for part in sections if part["before"]],
            "sections": [part for part in sections if not part["before"]],
            "steps": [offer_of(record, step) for step in sorted(steps_open_to(user, record), key=_main_first)],
            "moves": timeline(record),
            "history_url": history_url(record) if user.has_perm("audit.view_history", record) else "",
        }  # fmt: skip

    def get_sections(self) -> list[Any]:
        """The page's own sections and those of other rooms, in their order."""
        return sorted((*self.sections, *sections_of(self.table.model)), key=lambda section: section.order)

    def get_facts(self) -> list[Fact]:
        """The facts to show; optional ones only when there is something to say."""
        return [fact for fact in facts_named(self.table, self.facts) if fact.is_shown(self.record)]


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


def offer_of(record: models.Model, step: Step) -> dict[str, Any]:
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
    """Whether a due date still matters: the table says so, or a main step leads on from here."""
    table, flow = table_of(type(record)), flow_of(record)
    if table is not None and table.open_states is not None:
        return getattr(record, table.state_path()) in table.open_states
    return flow is None or any(step.primary for step in flow.from_state(getattr(record, flow.field)))


def _follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name) if record is not None else None
    return record
