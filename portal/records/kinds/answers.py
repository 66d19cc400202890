"""Answers to questions that are asked back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from portal.errors import InvalidInput
from portal.records.kinds.base import Kind
from portal.records.kinds.words import YesNo

if TYPE_CHECKING:
    from portal.records.facts import Asked, Given


@dataclass(frozen=True)
class Answers(Kind):
    """Answers to questions asked back: boxes that stay hidden until they are asked.

    Without `codes` one yes answers all; with them (code → words) each is answered apart.
    """

    codes: tuple[tuple[str, str], ...] = ()

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """Whether it was confirmed, or what was."""
        if not self.codes:
            return YesNo().read(raw, given, asked)
        if isinstance(raw, list) and all(code in dict(self.codes) for code in raw if isinstance(code, str)):
            return [code for code in raw if isinstance(code, str)]
        raise InvalidInput(f"应为这几项中的若干项：{'、'.join(dict(self.codes))}。")

    def fields(self, given: Given, asked: Asked) -> dict[str, forms.Field]:
        """A box for each."""
        if not self.codes:
            return {given.name: _box(given.words, given.help or "")}
        return {f"confirm_{code}": _box(words) for code, words in self.codes}

    def gather(self, parts: dict[str, Any], given: Given, asked: Asked) -> Any:
        """The codes that were ticked."""
        if not self.codes:
            return parts[given.name]
        return [code for code, _ in self.codes if parts[f"confirm_{code}"]]

    def shown(self, value: Any, given: Given) -> dict[str, Any]:
        """Nothing is answered before it is asked."""
        return {}

    def schema(self, given: Given) -> dict[str, Any]:
        """Yes, or the codes."""
        if not self.codes:
            return {"type": "boolean"}
        return {"type": "array", "items": {"type": "string", "enum": [code for code, _ in self.codes]}}


class AskedBack(forms.BooleanField):
    """A box that is only shown once a refusal has asked back."""

    asked_back = True


def _box(words: str, help_text: str = "") -> AskedBack:
    return AskedBack(label=words, required=False, help_text=help_text)
