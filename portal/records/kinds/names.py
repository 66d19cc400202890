"""Records that are named: picked from a menu, or written by name or code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q

from portal.accounts.models import Area, User
from portal.errors import InvalidInput
from portal.records.kinds.base import Kind
from portal.records.kinds.words import Text

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class OneOf(Kind):
    """A record among `rows`, which gives those the asking user may name; the page offers them all, or `offered`.

    By API it is named by its id, or by `key` (a code).
    """

    rows: Callable[[Any], models.QuerySet]
    offered: Callable[[Any], models.QuerySet] | None = None
    nothing: str = ""
    key: str = ""
    json: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}

    def read(self, raw: Any, given: Given, asked: Asked) -> models.Model:
        """The record; refuses what is no id, or not there for this user."""
        if asked.by_api and self.key:
            return self._by_key(raw, asked)
        if asked.by_api and (isinstance(raw, bool) or not isinstance(raw, int)):
            raise InvalidInput("应为记录编号（整数）。")
        pk = int(raw) if str(raw).isascii() and str(raw).isdecimal() and len(str(raw)) < 20 else 0
        found = self.rows(asked).filter(pk=pk).first() if 0 < pk <= LARGEST_KEY else None
        if found is None:
            if asked.by_api and pk <= 0:
                raise InvalidInput("应为记录编号（整数）。")
            raise InvalidInput(f"没有编号为 {str(raw)[:20]} 的记录，或者它不在您负责的区域内。")
        return found

    def _by_key(self, raw: Any, asked: Asked) -> models.Model:
        known = isinstance(raw, str) and raw.isascii() and "\0" not in raw and len(raw) <= 40
        found = self.rows(asked).filter(**{self.key: raw}).first() if known else None
        if found is None:
            raise InvalidInput(f"没有代码为 {str(raw)[:20]} 的{self.rows(asked).model._meta.verbose_name}。")
        return found

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A menu of names."""
        field = forms.ModelChoiceField(
            (self.offered or self.rows)(asked), empty_label=self.nothing or "请选择"
        )
        choices: Any = field.choices
        return forms.Select(choices=choices)

    def text(self, value: Any) -> Any:
        """Its key."""
        return "" if value is None else str(getattr(value, "pk", value))

    def schema(self, given: Given) -> dict[str, Any]:
        """An id, or a code."""
        return {"type": "string", "maxLength": 40} if self.key else dict(self.json)

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """The first of those offered."""
        found = (self.offered or self.rows)(asked).first()
        return {given.name: str(found.pk)} if found is not None else None


def place(permission: str = "") -> OneOf:
    """An area: those one sees; a page offers those where the user may do what is asked (`permission`)."""

    def offered(asked: Asked) -> models.QuerySet:
        below = asked.user.reach(permission or asked.permission).below
        return Area.objects.in_force().filter(pk__in=below).exclude(kind="grid").defer("boundary")

    return OneOf(lambda asked: Area.objects.visible_to(asked.user).defer("boundary"), offered)


def colleague(rows: Callable[[User], models.QuerySet], nothing: str = "") -> OneOf:
    """A colleague among `rows`, which gives those the asking user may choose."""
    return OneOf(lambda asked: rows(asked.user), nothing=nothing)


@dataclass(frozen=True)
class Named(Text):
    """A record a page names by words (`by` its fields), and a program by its id; among `rows` for the asking user.

    `find` finds it in another way. `what` is what it is called, `none` and `many` what is said otherwise.
    """

    rows: Callable[[Any], models.QuerySet] = lambda asked: Area.objects.none()
    by: tuple[str, ...] = ("name",)
    what: str = ""
    none: str = ""
    many: str = ""
    find: Callable[[str, Any], models.Model] | None = None
    json: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}

    def read(self, raw: Any, given: Given, asked: Asked) -> models.Model:
        """The record; refuses none, and several."""
        if asked.by_api and not isinstance(raw, str):
            return OneOf(self.rows).read(raw, given, asked)
        text = super().read(raw, given, asked)
        if self.find is not None:
            return self.find(text, asked)
        named = reduce(or_, (Q(**{word: text}) for word in self.by))
        found = list(self.rows(asked).filter(named)[:2])
        if len(found) != 1:
            raise InvalidInput(self._refusal(text, many=bool(found)))
        return found[0]

    def _refusal(self, text: str, *, many: bool) -> str:
        if many:
            return self.many or "有几个同名的，请改写代码。"
        return (self.none or f"没有找到这个{self.what}，请写全称或编号。").replace("{}", text[:40])

    def text(self, value: Any) -> Any:
        """Its name."""
        return "" if value is None else getattr(value, self.by[-1], str(value))

    def mark(self, value: Any, given: Given) -> Any:
        """Its key."""
        return getattr(value, "pk", None)

    def schema(self, given: Given) -> dict[str, Any]:
        """An id."""
        return dict(self.json)

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """The first there is."""
        found = self.rows(asked).first()
        return {given.name: self.text(found)} if found is not None else None
