"""Words: texts, personal texts, lists of words, choices, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from portal.errors import InvalidInput
from portal.personal.sealed import Sealed
from portal.records.kinds.base import Kind, clean

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


@dataclass(frozen=True)
class Text(Kind):
    """A text; with `lines`, of several."""

    lines: bool = False

    @property
    def keeps_lines(self) -> bool:
        """As declared."""
        return self.lines

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """The text, or what one that is written as text makes of it; refuses one that is too long, and what is none."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise InvalidInput("应为文字。")
        text = clean(str(raw))
        if given.most and len(text) > given.most:
            raise InvalidInput(f"最多 {given.most} 个字，现在是 {len(text)} 个字，请改短。")
        return text

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A line, or a box of lines."""
        return forms.Textarea({"rows": 3}) if self.lines else super().widget(given, asked)

    def schema(self, given: Given) -> dict[str, Any]:
        """Its longest length."""
        return {**self.json, **({"maxLength": given.most} if given.most else {})}

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """A short one."""
        return {given.name: "样例文字"[: given.most or 4]}


@dataclass(frozen=True)
class Personal(Text):
    """Personal text: a form shows the mask, and neither the browser nor a draft keeps what is typed."""

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A line that nobody remembers."""
        return forms.TextInput({"autocomplete": "off", "data-personal": True})

    def mark(self, value: Any, given: Given) -> Any:
        """Two texts under one mask are two."""
        return value.token(indexed=given.field.indexed)[-24:] if isinstance(value, Sealed) else ""


@dataclass(frozen=True)
class Words(Text):
    """Several words in one line, set apart by 、 or commas; a list of texts by API."""

    json: ClassVar[Mapping[str, Any]] = {
        "type": "array",
        "items": {"type": "string", "maxLength": 120},
        "maxItems": 20,
    }

    def read(self, raw: Any, given: Given, asked: Asked) -> list[str]:
        """The words in their order, each once."""
        if isinstance(raw, list) and all(isinstance(word, str) for word in raw):
            words = [clean(word) for word in raw]
        else:
            words = re.split("[、，,；;]", super().read(raw, given, asked))
        found = list(dict.fromkeys(word.strip() for word in words if word.strip()))
        if len(found) > self.json["maxItems"] or any(len(word) > 120 for word in found):
            raise InvalidInput("最多写 20 个，每个不超过 120 个字。")
        return found

    def text(self, value: Any) -> str:
        """In one line."""
        return "、".join(value or ())

    def schema(self, given: Given) -> dict[str, Any]:
        """A list of words."""
        return dict(self.json)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few; `choices` are pairs, or give them for what is asked. `nothing` is how a page calls no choice.

    `offered` are those a page offers, where it offers fewer or calls them otherwise; or gives them too.
    """

    choices: Any
    nothing: str = ""
    offered: Any = ()
    radio: bool = False

    def pairs(self, asked: Asked) -> list[tuple[str, str]]:
        """Every choice with its word."""
        return list(self.choices(asked) if callable(self.choices) else self.choices)

    def menu(self, asked: Asked) -> list[tuple[str, str]]:
        """Those a page offers."""
        offered = self.offered(asked) if callable(self.offered) else self.offered
        return list(offered or self.pairs(asked))

    def read(self, raw: Any, given: Given, asked: Asked) -> str:
        """The choice; refuses another."""
        if not isinstance(raw, str) or raw not in dict(self.pairs(asked)):
            raise InvalidInput(f"没有“{str(raw)[:40]}”这个选项，请重新选择。")
        return raw

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A menu."""
        empty = [("", self.nothing or "没有")] if given.may_be_empty else []
        return (forms.RadioSelect if self.radio else forms.Select)(choices=[*empty, *self.menu(asked)])

    def schema(self, given: Given) -> dict[str, Any]:
        """The choices, where they are always the same."""
        if callable(self.choices):
            return dict(self.json)
        return {
            "type": "string",
            "enum": [value for value, _ in self.choices] + ([""] if given.may_be_empty else []),
        }

    def example(self, given: Given, asked: Asked) -> dict[str, Any] | None:
        """The first."""
        first = next(iter(self.menu(asked)), None)
        return {given.name: first[0]} if first else None


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no."""

    json: ClassVar[Mapping[str, Any]] = {"type": "boolean"}

    def read(self, raw: Any, given: Given, asked: Asked) -> bool:
        """Whether it is so."""
        if isinstance(raw, bool):
            return raw
        raise InvalidInput("应为 true 或 false。")

    def widget(self, given: Given, asked: Asked) -> forms.Widget:
        """A box to tick."""
        return forms.CheckboxInput()

    def text(self, value: Any) -> bool:
        """Ticked or not."""
        return bool(value)

    def example(self, given: Given, asked: Asked) -> dict[str, Any]:
        """Yes."""
        return {given.name: "on"}
