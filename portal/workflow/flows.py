"""A life cycle is a table of steps; `take()` is the only thing that assigns a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from portal.model_fields import field_of


@dataclass(frozen=True)
class Step:
    """One row of the table: from which states, to which state, who may, and what must be given.

    `verb` is the button's word. `permission` is `<app>.<name>` of the step unless given.
    `not_by` names fields of the record whose user may not take the step (the two-person rule).
    `check` is called with the record before the move and raises a `Refusal`; `effect` is called with the
    record and the user after it, in the same transaction. An `automatic` step follows from another one and
    is never offered as a button. `dated` names the date field of the record that keeps since when the step is
    in effect; that day is asked for, today unless given. `taker` and `moment` name the fields of the record that
    keep who took the step, and when; they are written together with the state.
    """

    name: str
    verb: str
    source: tuple[str, ...]
    target: str
    permission: str
    needs_note: bool = False
    needs_evidence: bool = False
    not_by: tuple[str, ...] = ()
    primary: bool = False
    automatic: bool = False
    dated: str = ""
    taker: str = ""
    moment: str = ""
    check: Callable[[Any], None] | None = None
    effect: Callable[[Any, Any], None] | None = None


@dataclass(frozen=True)
class Flow:
    """The life cycle of one model: its state field, first state, and steps.

    `named_with` are the foreign keys that a record's name speaks of, read along where several wait together.
    """

    model: str
    initial: str
    steps: tuple[Step, ...]
    field: str = "state"
    named_with: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _flows[self.model.lower()] = self

    @property
    def offered(self) -> list[Step]:
        """The steps people take; automatic ones follow from others."""
        return [step for step in self.steps if not step.automatic]

    def step(self, name: str) -> Step:
        """The step called `name`; KeyError when the table has none."""
        return next((step for step in self.steps if step.name == name), None) or _missing(self.model, name)

    def from_state(self, state: str) -> list[Step]:
        """The steps that leave `state`."""
        return [step for step in self.steps if state in step.source]

    def states(self) -> list[str]:
        """Every state named in the table, in order of first appearance."""
        names = [self.initial, *(name for step in self.steps for name in (*step.source, step.target))]
        return list(dict.fromkeys(names))

    def label(self, state: str) -> str:
        """The Chinese word for `state`, from the model's choices."""
        choices = dict(field_of(self.model_class, self.field).flatchoices)
        return str(choices.get(state, state))

    @property
    def model_class(self) -> type[models.Model]:
        """The model this flow moves."""
        return apps.get_model(self.model)


_flows: dict[str, Flow] = {}


def flow_of(model: type[models.Model] | models.Model) -> Flow | None:
    """The flow of a model, or None when it has no life cycle."""
    return _flows.get(model._meta.label_lower)


def all_flows() -> list[Flow]:
    """Every declared flow, by model name."""
    return [_flows[name] for name in sorted(_flows)]


def by_another(taker: str, other: str) -> Q:
    """The condition of a constraint: who stands in `taker` is not who stands in `other`, where both are known."""
    return Q(**{f"{taker}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{taker: F(other)})


def barred_sentence(model: type[models.Model], name: str, verb: str) -> str:
    """What the two-person rule says to whoever stands in the field `name` of the record."""
    return f"{field_of(model, name).verbose_name}不能自己“{verb}”，请由另一位同事办理。"


def _missing(model: str, name: str) -> Step:
    raise KeyError(f"{model} has no step {name}")
