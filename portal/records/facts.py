"""What may be entered: one tuple of facts per action, from which the page's form and the API's input are both made.

    FUNDS_FACTS = facts(FundsEntry, "currency", Given("amount", kind=…), "received_on", …, CONFIRMED)

A name alone is a field of the model: its label, help, length, choices and whether it must be given are the field's
own. What is said otherwise stands in a `Given`, with its reason (`because`) where the words differ.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from portal.errors import InvalidInput
from portal.records.kinds import Answers, Kind, kind_of
from portal.records.kinds.base import EMPTY

if TYPE_CHECKING:
    from portal.accounts.models import User

PAGE, API = "page", "api"


@dataclass(eq=False)
class Asked:
    """Who enters what: the user, the record it is `about`, the permission it needs, whether that record is changed.

    `given` fills up while facts are read in their order, so that one may depend on another before it.
    """

    user: User
    about: Any = None
    permission: str = ""
    changing: bool = False
    by_api: bool = False
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Given:
    """One fact of an action.

    `read` goes on from what the kind read: a function of the value that gives another one, or refuses. `spread` gives the action's arguments for a value where they are not one of the same name. `initial`
    is what a page starts from, and what it is when nothing is said where nothing may be said: a value, or a function
    of what is asked. `aside` is no
    fact of the record but goes to the action beside them (a reason, an area). `only` is "page" or "api".
    `short` is said when it is missing. `example` may be written in it, where the kind cannot know. `template` writes its fields in a way of its own.
    """

    name: str
    kind: Kind = None  # type: ignore[assignment]  # when none is said, `facts` takes that of the model's field
    read: Callable[..., Any] | None = None
    label: str = ""
    help: str | None = None
    required: bool | None = None
    most: int | None = None
    initial: Any = None
    aside: bool = False
    only: str = ""
    shown: Callable[[Any], Any] | None = None
    spread: Callable[[Any], dict[str, Any]] | None = None
    example: str = ""
    template: str = ""
    short: str = ""
    because: str = ""
    field: Any = None

    @cached_property
    def is_required(self) -> bool:
        """Whether it must be given."""
        if self.required is not None or self.field is None:
            return bool(self.required)
        is_yes_or_no = isinstance(self.field, models.BooleanField)
        return not (self.field.blank or self.field.null or self.field.has_default() or is_yes_or_no)

    @property
    def is_of_record(self) -> bool:
        """Whether a record holds it; others are said beside (a reason, an answer)."""
        return self.field is not None or self.shown is not None

    @cached_property
    def words(self) -> str:
        """Its label."""
        return self.label or str(self.field.verbose_name)

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing is one of its values: neither required nor filled in by a default."""
        return not self.is_required and self.nothing in ("", None)

    @property
    def missing(self) -> str:
        """What is said when it is missing."""
        return self.short or f"没有填{self.words.partition('（')[0]}。"

    @cached_property
    def nothing(self) -> Any:
        """What it is when it is left empty."""
        if isinstance(self.field, models.BooleanField):
            return False
        if self.field is not None and self.field.null:
            return None
        if self.field is not None and self.field.has_default() and self.field.default is not list:
            return self.field.get_default()
        if isinstance(self.field, models.JSONField):
            return []
        return (
            "" if self.field is None or isinstance(self.field, models.CharField | models.TextField) else None
        )

    def value(self, raw: Any, asked: Asked) -> Any:
        """The value of what was written; refuses in words."""
        raw = self.kind.tidy(raw)
        if any(raw is empty or raw == empty for empty in EMPTY) and not isinstance(raw, bool):
            if self.is_required:
                raise InvalidInput(self.missing)
            value = self.nothing if self.initial is None else self.start(asked)
        else:
            value = self.kind.read(raw, self, asked)
            value = self.read(value) if self.read is not None else value
        asked.given[self.name] = value
        return value

    def of(self, record: Any) -> Any:
        """What a record holds of it; None for what is no fact of the record."""
        if self.shown is not None:
            return self.shown(record)
        return None if self.field is None else self.kind.of(record, self)

    def start(self, asked: Asked) -> Any:
        """What a page starts from."""
        if self.initial is None and self.field is not None and self.field.has_default():
            return self.field.get_default()
        return self.initial(asked) if callable(self.initial) else self.initial

    def arguments(self, value: Any) -> dict[str, Any]:
        """The action's arguments."""
        return self.spread(value) if self.spread is not None else self.kind.spread(value, self)


@dataclass(frozen=True)
class Part:
    """A heading: the facts after it belong together."""

    title: str


class Facts:
    """The facts of one action, in their order. `checks` judge them together: functions of what was given and asked."""

    def __init__(
        self, model: type[models.Model] | None, parts: tuple[Given | Part, ...], checks: tuple = ()
    ) -> None:
        self.model, self.parts, self.checks = model, parts, checks

    def __iter__(self) -> Iterator[Given]:
        return (part for part in self.parts if isinstance(part, Given))

    def __getitem__(self, name: str) -> Given:
        return next(given for given in self if given.name == name)

    def on(self, surface: str) -> Iterator[Given]:
        """Those of a surface."""
        return (given for given in self if given.only in ("", surface))

    def without(self, *names: str) -> Facts:
        """The others."""
        kept = tuple(part for part in self.parts if not (isinstance(part, Given) and part.name in names))
        return Facts(self.model, kept, self.checks)

    def plus(self, *parts: str | Given | Part) -> Facts:
        """These and more."""
        return Facts(self.model, (*self.parts, *_bound(self.model, parts)), self.checks)

    def check(self, asked: Asked) -> None:
        """Judge what was given together."""
        for check in self.checks:
            check(asked.given, asked)


def facts(model: type[models.Model] | None, *parts: str | Given | Part, checks: tuple = ()) -> Facts:
    """The facts of an action; names are fields of `model`."""
    return Facts(model, _bound(model, parts), checks)


def _bound(
    model: type[models.Model] | None, parts: tuple[str | Given | Part, ...]
) -> tuple[Given | Part, ...]:
    return tuple(part if isinstance(part, Part) else _own(model, part) for part in parts)


def _own(model: type[models.Model] | None, part: str | Given) -> Given:
    """A fact with what the model's field says of it."""
    given = Given(part) if isinstance(part, str) else part
    if given.field is not None:
        return given
    known: Any = (
        next((one for one in model._meta.concrete_fields if one.name == given.name), None) if model else None
    )
    if known is None and not given.label:
        raise ImproperlyConfigured(f"{given.name} is no field of {model}; say what it is called")
    return replace(
        given, field=known, kind=given.kind or kind_of(known),
        help=given.help if given.help is not None else str(known.help_text) if known is not None else "",
        most=given.most or getattr(known, "max_length", None),
    )  # fmt: skip


CONFIRMED = Given(
    "confirmed", Answers(), label="数字无误", help="已核对单位和小数点，确实就是这个数。", aside=True,
    because="an answer, not a fact of the record",
)  # fmt: skip


# Taking the action ---------------------------------------------------------------------------------------


def call(
    action: Callable[..., Any],
    declared: Facts,
    given: Mapping[str, Any],
    asked: Asked,
    *,
    subject: Any = None,
) -> Any:
    """Take `action` with what was given (values by fact): `action(subject, by=…, **facts)`.

    An action that has a parameter `facts` gets them gathered there, and only what stands `aside` by keyword.
    """
    gathered: dict[str, Any] = {}
    beside: dict[str, Any] = {}
    gathers = "facts" in inspect.signature(action).parameters
    for one in declared:
        if one.name in given:
            value = one.kind.settle(given[one.name], one, asked)
            (beside if one.aside or not gathers else gathered).update(one.arguments(value))
    return action(
        *([] if subject is None else [subject]), *([gathered] if gathers else []), by=asked.user, **beside
    )
